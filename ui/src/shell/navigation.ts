/** Asked before the page is left; false keeps it. Set by screens with unsaved work. */
export type LeaveGuard = () => boolean | Promise<boolean>

declare global {
  interface WindowEventMap {
    'cb-navigated': CustomEvent<{ path: string }>
  }
}

let guard: LeaveGuard | undefined
let shown = here()
let accountId: number | undefined

/** The part of the address that routes are matched with. */
export function here(): string {
  return location.pathname + location.search
}

/** Goes to a path of the dashboard. */
export async function navigate(path: string, { replace = false } = {}): Promise<void> {
  if (path === here() && path === shown) return
  if (!(await mayLeave())) return
  history[replace ? 'replaceState' : 'pushState']({}, '', path)
  tell()
}

/** Changes the address without a navigation, for what is state of a screen. */
export function replaceAddress(path: string): void {
  history.replaceState(history.state, '', path)
  shown = here()
}

/** Lets a screen hold the reader back while it has unsaved work. Gives back what ends it. */
export function guardLeaving(ask: LeaveGuard): () => void {
  guard = ask
  return () => {
    if (guard === ask) guard = undefined
  }
}

/** A path inside the open account: `settings/labels` is `/app/accounts/1/settings/labels`. */
export const accountPath = (rest: string, account = accountId): string => `/app/accounts/${account}/${rest}`

export function setAccount(id: number | undefined): void {
  accountId = id
}

async function mayLeave(): Promise<boolean> {
  if (!guard) return true
  const answer = await guard()
  if (answer) guard = undefined
  return answer
}

function tell(): void {
  shown = here()
  window.dispatchEvent(new CustomEvent('cb-navigated', { detail: { path: shown } }))
}

/** Takes clicks on links of the dashboard and the browser's back and forward. Called once. */
export function startNavigation(): void {
  window.addEventListener('click', followLink)
  window.addEventListener('popstate', async () => {
    if (here() === shown) return
    if (await mayLeave()) tell()
    else history.pushState({}, '', shown)
  })
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return
  const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement)
  if (!link?.href || link.target || link.hasAttribute('download')) return
  const url = new URL(link.href)
  if (url.origin !== location.origin || !/^\/app(\/|$)/.test(url.pathname)) return
  event.preventDefault()
  void navigate(url.pathname + url.search)
}
