const code = /(```[\s\S]*?```|`[^`\n]+`)/
const bold = '\u0001'

/** Markdown, as agents write it, in the markup that WhatsApp shows: `*bold*`, `_italic_`, `~struck~`. Code stays as it is. */
export function toWhatsappMarkup(markdown: string): string {
  return markdown
    .split(code)
    .map((piece, index) => (index % 2 === 1 ? piece : convert(piece)))
    .join('')
    .trim()
}

// Spans are bounded so that no text, however odd, takes long.
const convert = (text: string): string =>
  text
    .replace(/\\\r?\n/g, '\n')
    .replace(/!?\[([^[\]\n]*)\]\(([^()\s]+)\)/g, (_, label: string, url: string) => link(label.trim(), url))
    .replace(/^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*$/gm, `${bold}$1${bold}`)
    .replace(/(\*\*|__)(?=\S)([^\n]{0,999}?\S)\1/g, `${bold}$2${bold}`)
    .replace(/^([ \t]*)[*+][ \t]+/gm, '$1- ')
    .replace(/(?<![\p{L}\p{N}*\\])\*(?=[^\s*])([^*\n]*?[^\s\\])\*(?![\p{L}\p{N}*])/gu, '_$1_')
    .replace(/~~(?=\S)([^\n]{0,999}?\S)~~/g, '~$1~')
    .replace(/\\([\\`*_{}[\]()#+\-.!~>])/g, '$1')
    .replaceAll(bold, '*')

const link = (label: string, url: string): string => (label === '' || label === url ? url : `${label}: ${url}`)
