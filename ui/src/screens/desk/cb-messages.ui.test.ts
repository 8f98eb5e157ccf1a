import { html } from 'lit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../../test/accessible.ts'
import { draw, inside } from '../../../test/page.ts'
import type { AccountData } from '../../data/account-data.ts'
import { fromServer } from '../../data/conversation.ts'
import type { Message } from '../../data/message.ts'
import { Store } from '../../data/store.ts'
import { Thread } from '../../data/thread.ts'
import type { CbMessages } from './cb-messages.ts'
import './cb-messages.ts'

const message = (id: number, more: Partial<Message> = {}): Message => ({
  id,
  conversation_id: 4,
  inbox_id: 1,
  content: `Line ${id}`,
  content_type: 'text',
  content_attributes: {},
  message_type: 0,
  status: 'sent',
  private: false,
  created_at: 1_795_000_000 + id * 90,
  source_id: null,
  sender: { id: 5, name: 'Ana', type: 'contact' },
  ...more,
})

const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index))
const conversation = fromServer({ id: 4, can_reply: true, inbox_id: 1, meta: { sender: { name: 'Ana' } } } as never)
const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))

describe('the messages of a thread', () => {
  /** Answers of the server to pages before an id, held back until a test lets them go. */
  let waiting: { before: number; answer: (response: Response) => void }[]
  let thread: Thread

  beforeEach(() => {
    waiting = []
    thread = new Thread(1, 4, { id: 9 } as never)
    vi.spyOn(window, 'fetch').mockImplementation(async (input) => {
      const before = new URL(String(input instanceof Request ? input.url : input), location.href).searchParams.get(
        'before',
      )
      if (before === null) return page(lines(81, 100))
      return new Promise((answer) => waiting.push({ before: Number(before), answer }))
    })
  })
  afterEach(() => vi.restoreAllMocks())

  const page = (payload: Message[]) => Response.json({ meta: {}, payload })

  async function show(height = 400): Promise<HTMLElement> {
    await thread.load()
    const data = { id: 1, typing: new Store(new Map()) } as unknown as AccountData
    const element = await draw<CbMessages>(
      html`<cb-messages style="block-size: ${height}px" .data=${data} .thread=${thread} .conversation=${conversation}></cb-messages>`,
      'desk',
    )
    const scroller = inside(element, '.scroll')
    await expect.poll(() => scroller.scrollHeight).toBeGreaterThan(height - 1)
    await frame()
    return scroller
  }

  const lineOf = (scroller: HTMLElement, id: number) =>
    scroller.querySelector(`[data-id="${id}"]`)?.getBoundingClientRect().bottom ?? Number.NaN
  const leftBelow = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement) => scrollHeight - scrollTop - clientHeight
  const older = async () => {
    await expect.poll(() => waiting.length).toBe(1)
    const { before, answer } = waiting.pop() as (typeof waiting)[number]
    answer(page(lines(before - 20, before - 1)))
  }
  /** Goes on at once, before anything is drawn. */
  const arrives = (id: number) =>
    new Promise<void>((resolve) => {
      const stop = thread.subscribe(() => {
        if (thread.value.messages[0]?.id !== id) return
        stop()
        resolve()
      })
    })

  it('open at the newest', async () => {
    const scroller = await show()

    expect(leftBelow(scroller)).toBeLessThan(1)
    await expectAccessible(scroller)
  })

  it('stay in their place while older ones come, however often they are drawn before the next frame', async () => {
    const scroller = await show()
    scroller.scrollTop = 60
    await frame()
    const before = lineOf(scroller, 84)

    const arrived = arrives(61)
    await older()
    await arrived
    for (let times = 0; times < 100; times += 1) {
      thread.receive(message(100, { content: `Line 100, ${times}` }))
      await Promise.resolve()
    }
    await frame()

    expect(lineOf(scroller, 84)).toBeCloseTo(before, 0)
  })

  it('go along with a reader who scrolls as older ones come', async () => {
    const scroller = await show()
    scroller.scrollTop = 100
    await frame()
    const before = lineOf(scroller, 84)

    const arrived = arrives(61)
    await older()
    await arrived
    scroller.scrollTop -= 40
    await frame()
    await frame()

    expect(lineOf(scroller, 84)).toBeCloseTo(before + 40, 0)
  })

  it('leave a reader where they went, though a new one comes in that moment', async () => {
    const scroller = await show()

    scroller.scrollTop = 250
    thread.receive(message(101))
    await frame()
    await frame()

    expect(scroller.scrollTop).toBeCloseTo(250, 0)
    expect(scroller.parentNode?.querySelector('.pill')?.getAttribute('aria-label')).toBe('Go to the newest message')
  })

  it('stay in their place as what stands above them grows', async () => {
    const scroller = await show()
    scroller.scrollTop = 300
    await frame()
    const before = lineOf(scroller, 92)

    thread.receive(message(82, { content: 'A long story. '.repeat(200) }))
    await expect.poll(() => lineOf(scroller, 82) - lineOf(scroller, 81)).toBeGreaterThan(200)
    await frame()

    expect(lineOf(scroller, 92)).toBeCloseTo(before, 0)
  })

  it('follow the newest one as it grows', async () => {
    const scroller = await show()

    thread.receive(message(100, { content: 'A long story. '.repeat(200) }))
    await expect.poll(() => lineOf(scroller, 100) - lineOf(scroller, 99)).toBeGreaterThan(200)
    await frame()

    expect(leftBelow(scroller)).toBeLessThan(1)
  })

  it('fill a window that is taller than a page, as far back as they go', async () => {
    const scroller = await show(3000)

    await older()
    await expect.poll(() => waiting.map(({ before }) => before)).toEqual([61])
    waiting.pop()?.answer(page(lines(55, 60)))
    await expect.poll(() => thread.value.hasOlder).toBe(false)
    await frame()

    expect(lineOf(scroller, 55)).toBeGreaterThan(0)
    expect(leftBelow(scroller)).toBeLessThan(1)
  })

  it('are one stop of the Tab key, and arrows go on from there', async () => {
    const scroller = await show()
    const messageInFocus = () => (scroller.getRootNode() as ShadowRoot).activeElement?.getAttribute('data-id')
    scroller.focus()

    await userEvent.keyboard('{Tab}')
    expect(messageInFocus()).toBe('100')
    await userEvent.keyboard('{ArrowUp}{ArrowUp}')
    expect(messageInFocus()).toBe('98')
    await userEvent.keyboard('{Tab}{Tab}')
    expect(messageInFocus()).toBeUndefined()
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
    expect(messageInFocus()).toBe('98')
  })

  it('say that older ones could not be loaded, and try again when asked', async () => {
    const scroller = await show()
    scroller.scrollTop = 60
    await expect.poll(() => waiting.length).toBe(1)
    waiting.pop()?.answer(Response.json({ error: 'gone' }, { status: 500 }))

    await expect.poll(() => scroller.querySelector('.older')?.textContent).toContain('could not be loaded')
    await expectAccessible(scroller)
    scroller.querySelector<HTMLElement>('.again')?.click()

    const arrived = arrives(61)
    await older()
    await arrived
    await expect.poll(() => scroller.querySelector('.older')).toBeNull()
  })
})
