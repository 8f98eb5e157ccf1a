const reloaded = 'cb-reloaded-for-scripts'
const loading = new Map<string, Promise<void>>()
let policy: TrustedScriptPolicy | undefined

interface TrustedScriptPolicy {
  createScriptURL(url: string): string
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): TrustedScriptPolicy
}

/** Origins that the page was served with leave to load scripts from. */
const allowed = (): string[] =>
  document.querySelector<HTMLMetaElement>('meta[name="cordboard-scripts"]')?.content.split(' ') ?? []

/**
 * Makes sure that the page may load the scripts a panel needs. A page that was opened at the sign-in, or before the plugin
 * was installed, may not: it is loaded again, once. True when it is about to be.
 */
export function reloadForScripts(origins: readonly string[]): boolean {
  const known = allowed()
  if (origins.every((origin) => known.includes(origin))) {
    sessionStorage.removeItem(reloaded)
    return false
  }
  if (sessionStorage.getItem(reloaded)) return false
  sessionStorage.setItem(reloaded, '1')
  location.reload()
  return true
}

/** Loads a script from outside once a page; `origins` are those its plugin may use. */
export function loadOutsideScript(url: string, origins: readonly string[]): Promise<void> {
  const { origin } = new URL(url)
  if (!origins.includes(origin))
    return Promise.reject(new Error(`The plugin has no permission for scripts of ${origin}`))
  const known = loading.get(url)
  if (known) return known
  const script = document.createElement('script')
  const loaded = new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => {
      loading.delete(url)
      script.remove()
      reject(new Error(`${url} could not be loaded`))
    })
  })
  loading.set(url, loaded)
  script.async = true
  script.src = trusted(url)
  document.head.append(script)
  return loaded
}

function trusted(url: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }
  if (!trustedTypes) return url
  policy ??= makePolicies(trustedTypes)
  return policy.createScriptURL(url)
}

// What comes from outside loads the rest of itself by plain addresses: `default` answers for those. Nothing else is let
// through, so an SDK that writes markup is refused by the page's policy.
function makePolicies(trustedTypes: TrustedTypes): TrustedScriptPolicy {
  const rules = {
    createScriptURL(url: string): string {
      if (allowed().includes(new URL(url, location.href).origin)) return url
      throw new TypeError(`Scripts of ${url} are not allowed in this page`)
    },
  }
  trustedTypes.createPolicy('default', rules)
  return trustedTypes.createPolicy('cordboard', rules)
}
