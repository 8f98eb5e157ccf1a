import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectAccessible } from '../test/accessible.ts'
import '../src/styles/page.css'
import './gallery.css'
import { demos, showGallery } from './gallery.ts'

describe('the gallery', () => {
  let main: HTMLElement

  beforeEach(async () => {
    main = document.createElement('main')
    document.body.replaceChildren(main)
    await showGallery(main)
    await Promise.all(
      [...main.querySelectorAll('*')].map(
        (element) => (element as { updateComplete?: Promise<unknown> }).updateComplete,
      ),
    )
  })

  afterEach(() => {
    delete document.documentElement.dataset.theme
    document.documentElement.dir = 'ltr'
  })

  it('shows every block', () => {
    expect(main.querySelectorAll('section')).toHaveLength(demos.length)
    expect(main.querySelectorAll(':not(:defined)')).toHaveLength(0)
  })

  for (const theme of ['light', 'dark']) {
    it(`is usable by everybody in ${theme}`, async () => {
      document.documentElement.dataset.theme = theme
      await expectAccessible(main)
    })
  }

  it('keeps everything inside the page when it is read from right to left', () => {
    document.documentElement.dir = 'rtl'
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
  })
})
