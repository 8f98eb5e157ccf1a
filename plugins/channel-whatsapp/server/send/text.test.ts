import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shorten, splitText } from './text.ts'

describe('a long text', () => {
  it('stays whole while it fits', () => {
    expect(splitText('a'.repeat(4096))).toHaveLength(1)
    expect(splitText('')).toEqual([])
  })

  it('is cut between paragraphs, lines or words', () => {
    expect(splitText('first part\n\nsecond', 14)).toEqual(['first part', 'second'])
    expect(splitText('one two three', 9)).toEqual(['one two', 'three'])
  })

  it('loses nothing but white space, and splits no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 10, max: 40 }), (text, limit) => {
        const pieces = splitText(text, limit)
        expect(pieces.every((piece) => piece.length <= limit && piece.isWellFormed() === text.isWellFormed())).toBe(
          true,
        )
        expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      }),
    )
  })
})

describe('a label', () => {
  it('ends in an ellipsis when it is too long', () => {
    expect(shorten('Tomorrow in the morning', 20)).toBe('Tomorrow in the mor…')
    expect(shorten('Short', 20)).toBe('Short')
    expect(shorten('123456789🚲', 10)).toBe('123456789…')
  })
})
