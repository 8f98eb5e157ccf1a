import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** What a signed token allows. */
export type FilePurpose = 'link' | 'thumbnail' | 'download' | 'attach' | 'upload'

/** Short tokens that stand for one blob, one purpose and a time: `<blob>.<expiry>.<signature>`, base 36 and base64url. */
export interface FileSigner {
  sign(purpose: FilePurpose, blobId: number, expiresAt: number): string
  /** The blob's id, or undefined when the token is forged, for another purpose, or too old. */
  verify(purpose: FilePurpose, token: string): number | undefined
}

export function createFileSigner(secretKey: string, now: () => number = Date.now): FileSigner {
  const key = Buffer.from(hkdfSync('sha256', secretKey, 'cordboard', 'files', 32))
  const signature = (text: string) => createHmac('sha256', key).update(text).digest('base64url')
  return {
    sign(purpose, blobId, expiresAt) {
      const claim = `${blobId.toString(36)}.${Math.ceil(expiresAt / 1000).toString(36)}`
      return `${claim}.${signature(`${purpose}.${claim}`)}`
    },
    verify(purpose, token) {
      const [blob, expiry, given] = token.split('.')
      if (!blob || !expiry || !given) return undefined
      const expected = signature(`${purpose}.${blob}.${expiry}`)
      if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected)))
        return undefined
      return Number.parseInt(expiry, 36) * 1000 < now() ? undefined : Number.parseInt(blob, 36)
    },
  }
}
