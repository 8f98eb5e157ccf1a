import { html } from 'lit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../../test/accessible.ts'
import { draw, inside } from '../../../test/page.ts'
import type { AccountData } from '../../data/account-data.ts'
import { fromServer } from '../../data/conversation.ts'
import { Drafts } from '../../data/drafts.ts'
import type { CbComposer } from './cb-composer.ts'
import './cb-composer.ts'

const conversation = (more: object = {}) =>
  fromServer({ id: 4, can_reply: true, inbox_id: 1, meta: { channel: 'Channel::Whatsapp' }, ...more } as never)
const template = {
  name: 'hello',
  language: 'en',
  category: 'UTILITY',
  status: 'APPROVED',
  components: [{ type: 'BODY', text: 'Hello {{1}}' }],
}

describe('the composer', () => {
  const send = vi.fn(async () => {})

  beforeEach(() => {
    localStorage.clear()
    send.mockClear()
    vi.spyOn(window, 'fetch').mockResolvedValue(new Response(''))
  })
  afterEach(() => vi.restoreAllMocks())

  async function show(more: object = {}, templates: unknown[] = []): Promise<CbComposer> {
    const data = {
      id: 1,
      drafts: new Drafts(1),
      inboxes: { byId: () => ({ message_templates: templates }) },
    } as unknown as AccountData
    const element = await draw<CbComposer>(
      html`<cb-composer .data=${data} .conversation=${conversation(more)} .thread=${{ send } as never}></cb-composer>`,
      'desk',
    )
    if (conversation(more).can_reply)
      await expect.poll(() => element.shadowRoot?.querySelector('.ProseMirror')).not.toBeNull()
    return element
  }

  const editorOf = (element: CbComposer) => inside(element, '.ProseMirror')

  it('sends words as markdown, line breaks as they were typed', async () => {
    const element = await show()
    await userEvent.click(editorOf(element))
    await userEvent.keyboard('one{Enter}two * 3_4_5{Control>}{Enter}{/Control}')

    expect(send).toHaveBeenCalledWith(expect.objectContaining({ content: 'one\ntwo * 3_4_5', isPrivate: false }))
    expect(editorOf(element).textContent).toBe('')
    await expectAccessible(element)
  })

  it('keeps reply and note apart, and both over being closed', async () => {
    const element = await show()
    await userEvent.click(editorOf(element))
    await userEvent.keyboard('to the customer')
    await element.write('note')
    await expect.poll(() => editorOf(element).textContent).toBe('')
    await userEvent.keyboard('to colleagues')
    element.remove()

    const again = await show()
    expect(editorOf(again).textContent).toBe('to the customer')
    await again.write('note')
    await expect.poll(() => editorOf(again).textContent).toBe('to colleagues')
    await expectAccessible(again)
  })

  it('pastes markup as words and marks, never as it was', async () => {
    const element = await show()
    const data = new DataTransfer()
    data.setData(
      'text/html',
      '<p style="color:red">a <b>b</b><img src="https://x.test/p.png" onerror="alert(1)"></p><script>alert(1)</script>',
    )
    editorOf(element).dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
    await userEvent.click(editorOf(element))
    await userEvent.keyboard('{Control>}{Enter}{/Control}')

    expect(send).toHaveBeenCalledWith(expect.objectContaining({ content: 'a **b**' }))
  })

  it('sends nothing that is empty or too long', async () => {
    const element = await show()
    await userEvent.click(editorOf(element))
    await userEvent.keyboard('  {Control>}{Enter}{/Control}')
    const data = new DataTransfer()
    data.setData('text/plain', 'x'.repeat(4097))
    editorOf(element).dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
    await userEvent.keyboard('{Control>}{Enter}{/Control}')

    expect(send).not.toHaveBeenCalled()
    await expect.poll(() => element.shadowRoot?.querySelector('.left.over')).not.toBeNull()
  })

  it('offers a template and a note once the window is closed', async () => {
    const element = await show({ can_reply: false }, [template])

    expect(inside(element, '.closed').textContent).toContain('The 24-hour window is closed.')
    expect(element.shadowRoot?.querySelector('.ProseMirror')).toBeNull()
    await expectAccessible(element)
    await element.write('note')
    await expect.poll(() => element.shadowRoot?.querySelector('.ProseMirror')).not.toBeNull()
  })
})
