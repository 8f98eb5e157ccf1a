import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toWhatsappMarkup } from './markup.ts'

describe('markdown for WhatsApp', () => {
  it.each([
    ['**bold** and __bold__', '*bold* and *bold*'],
    ['*slanted* and _slanted_', '_slanted_ and _slanted_'],
    ['**bold with *slant* inside**', '*bold with _slant_ inside*'],
    ['~~gone~~', '~gone~'],
    ['`**code**` stays', '`**code**` stays'],
    ['```\n**code**\n```', '```\n**code**\n```'],
    ['# Title\ntext', '*Title*\ntext'],
    ['* one\n* two', '- one\n- two'],
    ['1. one\n2. two', '1. one\n2. two'],
    ['> quoted', '> quoted'],
    ['[our shop](https://juniper.example/shop)', 'our shop: https://juniper.example/shop'],
    ['[https://a.example](https://a.example)', 'https://a.example'],
    ['![photo](https://a.example/p.png)', 'photo: https://a.example/p.png'],
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['snake_case_name', 'snake_case_name'],
    ['5\\*', '5*'],
    ['first\\\nsecond', 'first\nsecond'],
    ['Grüße **ñandú**!', 'Grüße *ñandú*!'],
  ])('%j becomes %j', (markdown, expected) => {
    expect(toWhatsappMarkup(markdown)).toBe(expected)
  })

  it('never fails, and is quick for any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('**', '__', '*', '_', '~~', '`', '```', '[', '](', ')', 'a', ' ', '\n', '\\', '#'), {
          maxLength: 400,
        }),
        (pieces) => {
          expect(typeof toWhatsappMarkup(pieces.join(''))).toBe('string')
        },
      ),
    )
    const started = performance.now()
    toWhatsappMarkup(`${'**a '.repeat(20_000)}${'['.repeat(20_000)}${'~~'.repeat(20_000)}`)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
