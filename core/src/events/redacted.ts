// Values of these names are credentials in the payloads of every provider; what people wrote is shown to administrators.
const secretNames = 'token|access_token|verify_token|secret|app_secret|password|authorization|api_key|signature|pin'
const secretValue = new RegExp(`("(?:[a-z0-9_-]*[_-])?(?:${secretNames})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'gi')

/** A payload as text to look at: cut-off JSON included. */
export const redacted = (text: string): string => text.replace(secretValue, '$1"[secret]"').replaceAll('\0', '\uFFFD')
