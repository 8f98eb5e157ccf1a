import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const version = 1
const nonceBytes = 12
const tagBytes = 16

/** Encrypts what must be kept secret in the database: AES-256-GCM, one key per purpose derived from the installation's key. */
export interface Cipher {
  seal(purpose: string, value: unknown): Buffer
  /** Throws when the bytes were sealed under another key or purpose, or changed. */
  open<Value>(purpose: string, sealed: Uint8Array): Value
}

/** `key` is the installation's secret (`CORDBOARD_SECRET_KEY`), any string of at least 32 characters. */
export function createCipher(key: string): Cipher {
  const keys = new Map<string, Buffer>()
  const keyFor = (purpose: string): Buffer => {
    const known = keys.get(purpose)
    if (known) return known
    const derived = Buffer.from(hkdfSync('sha256', key, 'cordboard', purpose, 32))
    keys.set(purpose, derived)
    return derived
  }
  return {
    seal(purpose, value) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
      const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), text])
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed)
      const nonce = bytes.subarray(1, 1 + nonceBytes)
      const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), nonce)
      decipher.setAuthTag(bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes))
      const text = Buffer.concat([decipher.update(bytes.subarray(1 + nonceBytes + tagBytes)), decipher.final()])
      return JSON.parse(text.toString('utf8'))
    },
  }
}
