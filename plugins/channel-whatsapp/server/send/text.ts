export const longestText = 4096

/** Cuts a text into pieces that fit, at a paragraph, a line or a word where one ends in time. */
export function splitText(text: string, limit = longestText): string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > limit) {
    const end = cutAt(rest, limit)
    pieces.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return rest === '' ? pieces : [...pieces, rest]
}

function cutAt(text: string, limit: number): number {
  const head = text.slice(0, limit)
  for (const mark of ['\n\n', '\n', ' ']) {
    const at = head.lastIndexOf(mark)
    if (at > limit / 2) return at + mark.length
  }
  return splitsCharacter(text, limit) ? limit - 1 : limit
}

/** At most `limit` long, ending in an ellipsis where something was left out. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = splitsCharacter(text, limit - 1) ? limit - 2 : limit - 1
  return `${text.slice(0, end).trimEnd()}…`
}

const splitsCharacter = (text: string, at: number): boolean => {
  const before = text.charCodeAt(at - 1)
  return before >= 0xd800 && before < 0xdc00
}
