import type { Area, TextKey } from './catalogue.ts'

export type Section = 'conversations' | 'contacts' | 'settings' | 'plugins' | 'profile'
export type Parameters = Readonly<Record<string, string>>

/** One screen and where it stands. */
export interface Route {
  name: string
  /** A URLPattern path, e.g. `/app/accounts/:account_id/conversations/:conversation_id`. */
  path: string
  /** The tag that `load` defines; gets `params` and `query`. */
  element: string
  load: () => Promise<unknown>
  /** Texts it needs beside `shell` and `elements`. */
  areas: readonly Area[]
  /** shell: inside rail and navigation. bare: alone. */
  layout: 'shell' | 'bare'
  /** guest: without a session. member: any role. administrator: that role only. */
  access: 'guest' | 'member' | 'administrator'
  /** What is marked in the rail. */
  section?: Section
  /** Title of the browser's tab. */
  title?: TextKey
}

/** What every screen element takes. */
export interface ScreenElement extends HTMLElement {
  params: Parameters
  query: URLSearchParams
}

export interface Match {
  route: Route
  params: Parameters
  query: URLSearchParams
}

const patterns = new Map<string, URLPattern>()

function patternOf(path: string): URLPattern {
  const known = patterns.get(path)
  if (known) return known
  const made = new URLPattern({ pathname: `${path}{/}?` })
  patterns.set(path, made)
  return made
}

/** The first route that a path matches. */
export function matchRoute(routes: readonly Route[], path: string): Match | undefined {
  const url = new URL(path, 'http://dashboard')
  for (const route of routes) {
    const found = patternOf(route.path).exec({ pathname: url.pathname })
    if (!found) continue
    const params = Object.fromEntries(
      Object.entries(found.pathname.groups).map(([name, value]) => [name, decodeURIComponent(value ?? '')]),
    )
    return { route, params, query: url.searchParams }
  }
  return undefined
}
