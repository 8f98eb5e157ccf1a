const key = 'cb-reloaded'

/** Loads the page again unless that was just tried. True when it does. */
export function reloadOnce(): boolean {
  if (sessionStorage.getItem(key)) return false
  rememberFailedLoad(true)
  location.reload()
  return true
}

export function rememberFailedLoad(failed: boolean): void {
  if (failed) sessionStorage.setItem(key, '1')
  else sessionStorage.removeItem(key)
}
