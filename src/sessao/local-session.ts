import { SignInPanel } from './sign-in-panel.tsx'
import { SignOut } from './sign-out.tsx'

/** What only a page has that signs in by itself: a file of its own, loaded when the gateway says so. */
export const localSession = { SignInPanel, SignOut }
