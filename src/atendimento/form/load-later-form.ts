import type { LaterForm } from './later-form.ts'

export type LoadLaterForm = () => Promise<LaterForm>

export const loadLaterForm: LoadLaterForm = async () => (await import('./later-form.ts')).laterForm
