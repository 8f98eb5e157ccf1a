const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/**
 * Stands in for the package `entities` in the browser: chat texts hold numbers and these few names, and the full table
 * would weigh more than a screen.
 */
export const decodeHTMLStrict = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
    (whole, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name) return named[name] ?? whole
      const point = decimal ? Number(decimal) : Number.parseInt(hexadecimal ?? '', 16)
      return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
        ? String.fromCodePoint(point)
        : '\ufffd'
    },
  )

export const decodeHTML = decodeHTMLStrict
