/** Where the letters of what was typed stand in a text, and how well they fit. */
export interface Fit {
  score: number
  /** Half-open ranges of matched letters. */
  ranges: readonly (readonly [number, number])[]
}

const nothing: Fit = { score: 0, ranges: [] }

/** Finds letters in order: a run of them counts most, the start of a word more than its middle. Undefined: no fit. */
export function fit(typed: string, text: string): Fit | undefined {
  const wanted = fold(typed).replaceAll(/\s+/g, '')
  if (wanted === '') return nothing
  const letters = fold(text)
  const at = letters.indexOf(fold(typed).trim())
  return at >= 0 ? whole(at, fold(typed).trim().length, letters) : scattered(wanted, letters)
}

// Same length as the text, so that ranges fit both.
const fold = (text: string): string =>
  [...text].map((letter) => letter.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()[0] ?? letter).join('')

function whole(at: number, length: number, letters: string): Fit {
  const isStart = at === 0 || !/[\p{L}\d]/u.test(letters[at - 1] ?? '')
  return { score: 100 + (isStart ? 50 : 0) - at - letters.length / 100, ranges: [[at, at + length]] }
}

function scattered(wanted: string, letters: string): Fit | undefined {
  const ranges: [number, number][] = []
  let score = 0
  let from = 0
  for (const letter of wanted) {
    const at = letters.indexOf(letter, from)
    if (at < 0) return undefined
    const last = ranges.at(-1)
    if (last && last[1] === at) last[1] = at + 1
    else ranges.push([at, at + 1])
    score += at === 0 || !/[\p{L}\d]/u.test(letters[at - 1] ?? '') ? 8 : last?.[1] === at + 1 ? 4 : 0
    from = at + 1
  }
  // Letters that are all over the place are no fit for anybody who reads.
  return score < wanted.length * 2 ? undefined : { score, ranges }
}
