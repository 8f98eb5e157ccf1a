import { html } from 'lit'
import { describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../test/accessible.ts'
import { draw, inside } from '../../test/page.ts'
import { toast } from '../shell/toast.ts'
import './cb-button.ts'
import { confirm } from './cb-confirm.ts'
import type { CbDialog } from './cb-dialog.ts'
import './cb-dialog.ts'
import './cb-input.ts'
import type { CbMenu, MenuEntry } from './cb-menu.ts'
import './cb-menu.ts'
import './cb-toaster.ts'
import { deepActiveElement } from './focus.ts'

const items: MenuEntry[] = [
  { value: 'reply', label: 'Reply' },
  'line',
  {
    value: 'snooze',
    label: 'Snooze',
    items: [
      { value: 'tomorrow', label: 'Tomorrow' },
      { value: 'week', label: 'Next week' },
    ],
  },
  { value: 'delete', label: 'Delete', danger: true },
]

const drawMenu = (chosen: (event: CustomEvent) => void) =>
  draw<CbMenu>(
    html`<cb-menu label="More" .items=${items} @cb-choose=${chosen}><cb-button slot="trigger">More</cb-button></cb-menu>`,
  )

describe('cb-menu', () => {
  it('is worked by keys alone and gives the focus back', async () => {
    const chosen = vi.fn()
    const menu = await drawMenu(chosen)
    menu.querySelector('cb-button')?.focus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => deepActiveElement()?.textContent).toContain('Reply')
    await expectAccessible()
    await userEvent.keyboard('{End}{Enter}')
    expect(chosen.mock.calls[0]?.[0].detail).toEqual({ value: 'delete' })
    const trigger = inside(menu.querySelector('cb-button') as Element, 'button')
    await expect.poll(() => deepActiveElement()?.closest('button')).toBe(trigger)
  })

  it('opens choices of an item beside it and leaves them again, wherever the pointer rests', async () => {
    const chosen = vi.fn()
    const menu = await drawMenu(chosen)
    const ground = document.createElement('p')
    ground.style.blockSize = '20rem'
    menu.after(ground)
    await userEvent.hover(ground, { position: { x: 40, y: 30 } })
    await menu.open()
    await userEvent.keyboard('s{ArrowRight}')
    await expect.poll(() => deepActiveElement()?.textContent).toContain('Tomorrow')
    await userEvent.keyboard('{ArrowLeft}')
    await expect.poll(() => deepActiveElement()?.textContent).toContain('Snooze')
    await userEvent.keyboard('{ArrowRight}')
    await expect.poll(() => deepActiveElement()?.textContent).toContain('Tomorrow')
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(chosen.mock.calls[0]?.[0].detail).toEqual({ value: 'week' })
    await expect.poll(() => menu.isOpen).toBe(false)
  })

  it('stays open when the right button that opened it is let go', async () => {
    const menu = await drawMenu(() => {})
    const place = document.createElement('p')
    place.textContent = 'Row'
    place.addEventListener('contextmenu', (event) => {
      event.preventDefault()
      void menu.openAt(event.clientX, event.clientY, event.buttons > 0)
    })
    document.querySelector('main')?.append(place)
    const chosen = new Promise((resolve) => menu.addEventListener('cb-choose', resolve))
    await userEvent.click(place, { button: 'right' })
    await expect.poll(() => menu.isOpen).toBe(true)
    await userEvent.click(inside(menu, '#menu > button'))
    await chosen
  })

  it('stays inside the window wherever it opens', async () => {
    const menu = await drawMenu(() => {})
    await menu.openAt(innerWidth - 2, innerHeight - 2)
    const box = inside(menu, '#menu').getBoundingClientRect()
    expect(box.right).toBeLessThanOrEqual(innerWidth)
    expect(box.bottom).toBeLessThanOrEqual(innerHeight)
  })
})

describe('cb-dialog', () => {
  it('takes the focus, keeps it, closes with Escape and gives it back', async () => {
    const main = await draw<HTMLElement>(
      html`<div><button id="opener">Open</button><cb-dialog label="Invite"><cb-input label="Name" autofocus></cb-input></cb-dialog></div>`,
    )
    const dialog = main.querySelector('cb-dialog') as CbDialog
    const opener = main.querySelector<HTMLElement>('#opener')
    opener?.focus()
    const shown = new Promise((resolve) => dialog.addEventListener('wa-after-show', resolve, { once: true }))
    dialog.open = true
    await expect.poll(() => deepActiveElement()?.tagName).toBe('INPUT')
    await shown
    await expectAccessible()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => dialog.open).toBe(false)
    await expect.poll(() => document.activeElement).toBe(opener)
  })

  it('stays open when closing is prevented', async () => {
    const dialog = await draw<CbDialog>(
      html`<cb-dialog label="Unsaved" open @cb-close=${(event: Event) => event.preventDefault()}>Words</cb-dialog>`,
    )
    await expect.poll(() => inside<HTMLDialogElement>(dialog, 'dialog').open).toBe(true)
    await userEvent.keyboard('{Escape}')
    await dialog.updateComplete
    expect(dialog.open).toBe(true)
  })
})

describe('confirm', () => {
  it('wants the name typed before something that cannot be undone', async () => {
    await draw(html`<p>Page</p>`)
    const answer = confirm({
      title: 'Delete it?',
      text: 'It is gone.',
      action: 'Delete',
      typed: 'Care',
      typedLabel: 'Type Care',
    })
    await expect.poll(() => deepActiveElement()?.tagName).toBe('INPUT')
    await userEvent.keyboard('Car{Enter}')
    await userEvent.keyboard('e{Enter}')
    expect(await answer).toBe(true)
  })

  it('takes Escape for a no', async () => {
    await draw(html`<p>Page</p>`)
    const answer = confirm({ title: 'Leave?', text: 'Unsaved.', action: 'Leave' })
    await expect
      .poll(
        () =>
          document
            .querySelector('cb-confirm')
            ?.shadowRoot?.querySelector('cb-dialog')
            ?.shadowRoot?.querySelector('dialog')?.open,
      )
      .toBe(true)
    await userEvent.keyboard('{Escape}')
    expect(await answer).toBe(false)
  })
})

describe('cb-toaster', () => {
  it('shows what happened, and Z takes it back', async () => {
    const undo = vi.fn()
    const toaster = await draw(html`<cb-toaster></cb-toaster>`)
    toast({ text: 'Resolved', action: { label: 'Undo', run: undo } })
    await expect.poll(() => toaster.shadowRoot?.querySelector('.toast')?.textContent).toContain('Resolved')
    await expectAccessible()
    await userEvent.keyboard('z')
    expect(undo).toHaveBeenCalledTimes(1)
    await expect.poll(() => toaster.shadowRoot?.querySelector('.toast')).toBeNull()
  })

  it('shows no more than three at once', async () => {
    const toaster = await draw(html`<cb-toaster></cb-toaster>`)
    for (const text of ['one', 'two', 'three', 'four']) toast({ text })
    await expect
      .poll(() => [...(toaster.shadowRoot?.querySelectorAll('.words') ?? [])].map(({ textContent }) => textContent))
      .toEqual(['two', 'three', 'four'])
  })
})
