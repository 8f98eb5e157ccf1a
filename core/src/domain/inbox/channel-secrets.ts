import type { Cipher } from '../../secrets/cipher.ts'

const purpose = 'channel'

interface WithSecrets {
  secrets?: Uint8Array | null | undefined
}

/** The secrets of a channel in clear. For the plugin that owns the type, and nobody else. */
export const openSecrets = (cipher: Cipher, { secrets }: WithSecrets): Record<string, string> =>
  secrets ? cipher.open<Record<string, string>>(purpose, secrets) : {}

export const sealSecrets = (cipher: Cipher, secrets: Record<string, string>): Buffer => cipher.seal(purpose, secrets)

/** Which secrets are set; never what they are. */
export const secretNames = (cipher: Cipher, channel: WithSecrets): string[] => Object.keys(openSecrets(cipher, channel))
