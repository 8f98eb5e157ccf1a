const stored = '/rails/active_storage/'

/** A stored file's address, on the host that the page came from: the server may know itself by another name. */
export function fileAddress(url: string | undefined): string {
  if (!url) return ''
  if (!URL.canParse(url, location.href)) return ''
  const address = new URL(url, location.href)
  if (address.pathname.startsWith(stored)) return address.pathname + address.search
  return /^(https?|blob):$/.test(address.protocol) ? address.href : ''
}
