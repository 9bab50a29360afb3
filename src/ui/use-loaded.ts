import { useQuery } from '@tanstack/react-query'

/**
 * A part of the page that has a file of its own, loaded before it is needed: undefined until it is
 * there. What failed once stays failed until the page is loaded anew, since browsers remember it.
 */
export function useLoaded<Part>(name: string, load: () => Promise<Part>, isWanted = true) {
  const { data, isError } = useQuery({
    queryKey: ['part', name],
    queryFn: load,
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
  return { part: data, isError }
}
