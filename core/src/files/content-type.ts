/** Enough of a file's beginning to tell its type. */
export const sampleBytes = 4100

const fallback = 'application/octet-stream'
const textTypes = new Set([
  'text/plain',
  'text/csv',
  'text/markdown',
  'text/vcard',
  'text/x-vcard',
  'text/calendar',
  'application/json',
  'application/rtf',
  'text/rtf',
])
const inlineTypes = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/avif',
  'text/plain',
])
const sameContainer = new Map([
  ['video/webm', 'audio/webm'],
  ['video/mp4', 'audio/mp4'],
  ['video/ogg', 'audio/ogg'],
  ['application/ogg', 'audio/ogg'],
])

/** The type of a file by its content; what the sender claims only decides between kinds of plain text or of one container. */
export async function contentTypeOf(sample: Uint8Array, claimed: string | undefined): Promise<string> {
  const claim = (claimed ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  // With the first file: most of the library is about formats that nobody sends.
  const { fileTypeFromBuffer } = await import('file-type')
  const detected = (await fileTypeFromBuffer(sample))?.mime.split(';')[0]
  if (detected) return sameContainer.get(detected) === claim ? claim : detected
  return textTypes.has(claim) && isText(sample) ? claim : fallback
}

/** Whether a browser may show the file in place: only types that can not run anything. */
export const mayShowInline = (contentType: string): boolean =>
  inlineTypes.has(contentType) || /^(audio|video)\/[a-z0-9.+-]+$/.test(contentType)

/** Types that `sharp` makes thumbnails of. */
export const hasThumbnail = (contentType: string): boolean => /^image\/(png|jpeg|gif|webp|avif)$/.test(contentType)

function isText(sample: Uint8Array): boolean {
  // The sample may end in the middle of a character: the last three bytes do not count.
  const whole = sample.length === sampleBytes ? sample.subarray(0, -3) : sample
  if (whole.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(whole, { stream: true })
    return true
  } catch {
    return false
  }
}
