import { html } from 'lit'
import { describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../test/accessible.ts'
import { draw, inside } from '../../test/page.ts'
import './cb-attempts.ts'
import './cb-choice.ts'
import type { CbChoice } from './cb-choice.ts'
import './cb-health-card.ts'
import './cb-timeline.ts'

describe('cb-choice', () => {
  it('is one radio button of its group, moved through with arrow keys', async () => {
    const chosen: string[] = []
    const note = (event: Event) => chosen.push((event.target as CbChoice).value)
    const group = await draw(html`<div role="radiogroup" aria-label="How" @change=${note}>
      <cb-choice value="login" checked heading="Sign in" text="Quick"><button>Inside</button></cb-choice>
      <cb-choice value="keys" heading="Keys" text="By hand"></cb-choice>
    </div>`)
    const [login, keys] = group.querySelectorAll('cb-choice')
    login?.focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(chosen).toEqual(['keys'])
    await keys?.updateComplete
    await login?.updateComplete
    expect([login?.checked, keys?.checked]).toEqual([false, true])
    expect(inside(keys as Element, '[role=radio]').tabIndex).toBe(0)
    await expectAccessible()
  })

  it('stays as it is while it is disabled', async () => {
    const changed = vi.fn()
    const group = await draw(
      html`<div role="radiogroup" aria-label="How" @change=${changed}><cb-choice disabled heading="Sign in"></cb-choice></div>`,
    )
    inside(group.querySelector('cb-choice') as Element, '[role=radio]').click()
    expect(changed).not.toHaveBeenCalled()
  })
})

describe('cb-health-card', () => {
  it('says value, meaning and what to do', async () => {
    const items = [
      {
        label: 'Name',
        value: 'Declined',
        tone: 'bad',
        why: 'Meta refused it.',
        todo: 'Edit it.',
        raw: 'name_status: DECLINED',
      },
    ]
    const card = await draw(html`<cb-health-card heading="Health" .items=${items}></cb-health-card>`)
    const words = inside(card, '.item').textContent
    for (const word of ['Name', 'Declined', 'Meta refused it.', 'Edit it.']) expect(words).toContain(word)
    expect(inside(card, '.value').title).toBe('name_status: DECLINED')
    await expectAccessible()
  })

  it('offers to read again what failed', async () => {
    const retried = vi.fn()
    const card = await draw(
      html`<cb-health-card heading="Health" failure="No answer" @cb-retry=${retried}></cb-health-card>`,
    )
    inside(inside(card, 'cb-error-card'), 'cb-button').click()
    expect(retried).toHaveBeenCalledOnce()
  })
})

describe('cb-attempts', () => {
  it('shows the newest and, asked for them, all', async () => {
    const attempts = ['5', '4', '3', '2', '1'].map((when) => ({ when, result: 'refused' }))
    const list = await draw(html`<cb-attempts .attempts=${attempts} earlier="2 earlier"></cb-attempts>`)
    expect(list.shadowRoot?.querySelectorAll('li')).toHaveLength(3)
    inside(list, 'button').click()
    await (list as CbChoice).updateComplete
    expect(list.shadowRoot?.querySelectorAll('li')).toHaveLength(5)
    expect(list.shadowRoot?.querySelector('button')).toBeNull()
  })
})
