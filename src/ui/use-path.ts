import { usePathname } from 'wouter/use-browser-location'

/** The address; `/` where the page is rendered before it is at one. */
export const usePath = () => usePathname({ ssrPath: '/' })
