// Control characters, zero-width characters and direction overrides: none belongs in a name, all of them can deceive.
const deceptive = /[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu

/** A name as people read it: composed, on one line, without invisible characters. */
export const plainText = (text: string): string =>
  text.normalize('NFC').replace(/\s+/gu, ' ').replace(deceptive, '').trim()
