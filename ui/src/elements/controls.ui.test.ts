import { html } from 'lit'
import { describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../test/accessible.ts'
import { draw, inside } from '../../test/page.ts'
import './cb-button.ts'
import './cb-checkbox.ts'
import './cb-combobox.ts'
import type { CbCombobox } from './cb-combobox.ts'
import './cb-icon.ts'
import type { CbInput } from './cb-input.ts'
import './cb-input.ts'
import './cb-segmented.ts'
import type { CbSegmented } from './cb-segmented.ts'
import './cb-select.ts'
import type { CbSelect } from './cb-select.ts'
import './cb-switch.ts'
import { registerIcons } from './icons.ts'

const people = [
  { value: '1', label: 'Inês Carvalho', detail: 'ines@acme.test' },
  { value: '2', label: 'Noor Haddad', detail: 'noor@acme.test' },
]

describe('cb-button', () => {
  it('submits the form it stands in, and not while it is busy', async () => {
    const submitted = vi.fn((event: Event) => event.preventDefault())
    const form = await draw<HTMLFormElement>(
      html`<form @submit=${submitted}><cb-button type="submit">Save</cb-button></form>`,
    )
    const button = form.querySelector('cb-button')
    button?.click()
    expect(submitted).toHaveBeenCalledTimes(1)
    Object.assign(button ?? {}, { loading: true })
    await button?.updateComplete
    button?.click()
    expect(submitted).toHaveBeenCalledTimes(1)
    await expectAccessible()
  })

  it('is a link when it has an address', async () => {
    const button = await draw(html`<cb-button href="/app/somewhere">Go</cb-button>`)
    expect(inside<HTMLAnchorElement>(button, 'a').pathname).toBe('/app/somewhere')
  })
})

describe('cb-icon', () => {
  it('draws an icon that is registered after it was asked for', async () => {
    const icon = await draw(html`<cb-icon name="late-comer" label="Late"></cb-icon>`)
    expect(inside(icon, 'svg').childElementCount).toBe(0)
    registerIcons({ lateComer: '<svg><path d="M0 0h4" /><circle cx="2" cy="2" r="1" /></svg>' })
    expect([...inside(icon, 'svg').children].map(({ tagName }) => tagName)).toEqual(['path', 'circle'])
    await expectAccessible()
  })
})

describe('cb-input', () => {
  it('says why its value is refused, to the eye and to screen readers', async () => {
    const input = await draw<CbInput>(
      html`<cb-input label="E-mail" hint="For letters." error="Not complete."></cb-input>`,
    )
    expect(inside(input, 'input').getAttribute('aria-invalid')).toBe('true')
    expect(inside(input, 'input').getAttribute('aria-describedby')).toBe('error hint')
    input.error = ''
    await input.updateComplete
    expect(inside(input, 'input').getAttribute('aria-describedby')).toBe('hint')
    await expectAccessible()
  })
})

describe('cb-select', () => {
  it('opens by key, chooses and tells once', async () => {
    const changed = vi.fn()
    const options = [
      { value: 'a', label: 'Agent' },
      { value: 'b', label: 'Administrator' },
    ]
    const select = await draw<CbSelect>(
      html`<cb-select label="Role" value="a" .options=${options} @change=${changed}></cb-select>`,
    )
    select.focus()
    await userEvent.keyboard('{ArrowDown}')
    await expect
      .poll(() => inside(inside(select, 'wa-select'), '.display-input').getAttribute('aria-expanded'))
      .toBe('true')
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await expect.poll(() => select.value).toBe('b')
    expect(changed).toHaveBeenCalledTimes(1)
    await expectAccessible()
  })
})

describe('cb-combobox', () => {
  it('finds by any part, chooses several and takes the last away with Backspace', async () => {
    const combobox = await draw<CbCombobox>(
      html`<cb-combobox multiple label="Members" .options=${people}></cb-combobox>`,
    )
    combobox.focus()
    await userEvent.keyboard('noor@')
    await userEvent.keyboard('{Enter}')
    expect(combobox.values).toEqual(['2'])
    await userEvent.keyboard('ines{Enter}')
    expect(combobox.values).toEqual(['2', '1'])
    await expectAccessible()
    await userEvent.keyboard('{Backspace}')
    expect(combobox.values).toEqual(['2'])
  })

  it('says when nothing is found', async () => {
    const combobox = await draw<CbCombobox>(html`<cb-combobox label="Agent" .options=${people}></cb-combobox>`)
    combobox.focus()
    await userEvent.keyboard('zzz')
    await expect.poll(() => inside(combobox, '.none').textContent).toBe('Nothing found')
  })
})

describe('cb-segmented', () => {
  it('moves and chooses with the arrow keys, the other way round from right to left', async () => {
    const options = ['one', 'two', 'three'].map((value) => ({ value, label: value }))
    const segmented = await draw<CbSegmented>(
      html`<cb-segmented label="Number" value="one" .options=${options}></cb-segmented>`,
    )
    inside(segmented, 'button').focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(segmented.value).toBe('two')
    segmented.dir = 'rtl'
    await userEvent.keyboard('{ArrowRight}')
    expect(segmented.value).toBe('one')
    await expectAccessible()
  })
})

describe('cb-switch and cb-checkbox', () => {
  it('have a name with and without words beside them', async () => {
    await draw(
      html`<div><cb-switch label="Sound"></cb-switch><cb-switch>Light</cb-switch><cb-checkbox label="All"></cb-checkbox><cb-checkbox>One</cb-checkbox></div>`,
    )
    await expectAccessible()
  })
})
