/** "Bianca" of " Bianca  Couto"; empty where nothing is written. */
export const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
