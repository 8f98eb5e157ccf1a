import { describe, expect, it } from 'vitest'
import { fit } from './fuzzy.ts'

const best = (typed: string, ...titles: string[]) =>
  titles
    .map((title) => ({ title, score: fit(typed, title)?.score }))
    .filter(({ score }) => score !== undefined)
    .sort((one, other) => (other.score ?? 0) - (one.score ?? 0))
    .map(({ title }) => title)

describe('fit', () => {
  it('puts a word that begins with what was typed before one that holds it', () => {
    expect(best('la', 'Assign label', 'Labels', 'Plain')).toEqual(['Labels', 'Assign label', 'Plain'])
  })

  it('finds letters that were left out', () => {
    expect(best('lbls', 'Labels', 'Teams')).toEqual(['Labels'])
    expect(best('rc', 'Resolve conversation')).toEqual(['Resolve conversation'])
  })

  it('finds accented words by plain letters, and says where', () => {
    expect(fit('jose', 'Asignar a José')?.ranges).toEqual([[10, 14]])
  })

  it('leaves out what only has the letters somewhere', () => {
    expect(fit('xyz', 'Labels')).toBeUndefined()
    expect(fit('onsn', 'Conversations, snoozed')).toBeUndefined()
  })

  it('takes everything while nothing is typed', () => {
    expect(fit('  ', 'Labels')).toEqual({ score: 0, ranges: [] })
  })
})
