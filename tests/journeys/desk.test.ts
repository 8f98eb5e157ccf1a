import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectQuiet, expectUsable, openBrowser, openWindow, signIn } from '../support/dashboard.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { password } from '../support/people.ts'
import { type Product, startProduct } from '../support/product.ts'

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

// These run in the page, whose names the types of Node do not know.
const paste = new Function(
  'element',
  'base64',
  `const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const data = new DataTransfer()
  data.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }))
  element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))`,
) as (element: unknown, base64: string) => void
const widthOf = new Function('image', 'return image.naturalWidth') as (image: unknown) => number
// Between two frames the page may be half laid out; what a reader sees is what stands there once a frame is drawn.
const whenDrawn = (measure: string) =>
  new Function(
    'element',
    `return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(${measure}))))`,
  ) as (element: unknown) => Promise<number>
const topWhenDrawn = whenDrawn('element.getBoundingClientRect().top')
const belowWhenDrawn = whenDrawn('element.scrollHeight - element.scrollTop - element.clientHeight')

describe('two agents at the desk', () => {
  let product: Product
  let desk: Desk
  let browser: Browser
  let ada: Page
  let alan: Page
  let inbox: { id: number; address: string }

  beforeAll(async () => {
    product = await startProduct()
    desk = await openDesk(product, 'Tern & Thistle')
    inbox = await connectInbox('Care Europe', 'care')
    browser = await openBrowser()
    ;[ada, alan] = await Promise.all([openWindow(browser, product.url), openWindow(browser, product.url)])
    await signIn(ada, desk.administrator.user.email, password)
    await signIn(alan, desk.agent.user.email, password)
  })

  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  async function connectInbox(name: string, address: string) {
    const { body } = await desk.call('POST', '/inboxes', { name, channel: { type: 'test', address } })
    const members = { inbox_id: body.id, user_ids: [desk.agent.user.id] }
    await desk.call('POST', '/inbox_members', members)
    return { id: body.id as number, address }
  }

  /** What the provider of the channel delivers. */
  async function deliver(...inbound: Record<string, unknown>[]): Promise<void> {
    const response = await fetch(`${product.url}/webhooks/test/${inbox.address}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-test-id': randomUUID() },
      body: JSON.stringify(inbound),
    })
    expect(response.status).toBe(200)
  }

  const customerWrites = (content: string, who = 'Oluwaseun <i>Adébáyọ̀</i>', more: Record<string, unknown> = {}) =>
    deliver({
      kind: 'message',
      sourceId: randomUUID(),
      contact: { sourceId: who, name: who },
      content,
      attachments: [],
      sentAt: new Date().toISOString(),
      ...more,
    })

  const row = (page: Page, name: string | RegExp) => page.getByRole('listitem').filter({ hasText: name })
  const bubble = (page: Page, text: string | RegExp) => page.getByRole('article').filter({ hasText: text })
  const editor = (page: Page) => page.locator('.ProseMirror')
  const rest = (page: Page) => page.getByRole('heading', { name: 'Pick a conversation' }).waitFor()

  it('sees a first message arrive without a reload', async () => {
    await rest(ada)
    await expectUsable(ada)
    for (const page of [ada, alan]) await page.getByRole('tab', { name: /^All/ }).click()
    await ada.getByText('All lines are quiet').waitFor()

    await customerWrites('Hello! **#10482** came broken <img src=x onerror="document.title=1">')

    for (const page of [ada, alan]) await row(page, 'Adébáyọ̀').getByText('#10482 came broken').waitFor()
    await row(ada, 'Adébáyọ̀').getByLabel('One unread message').waitFor()
    await ada.getByRole('tab', { name: /All 1/ }).waitFor()
  })

  it('shows names and messages of strangers as text', async () => {
    await row(ada, 'Adébáyọ̀').getByRole('link').click()

    await bubble(ada, 'came broken <img src=x onerror="document.title=1">').waitFor()
    await ada.getByRole('heading', { level: 2, name: 'Oluwaseun <i>Adébáyọ̀</i>' }).first().waitFor()
    await bubble(ada, '#10482').locator('strong', { hasText: '#10482' }).waitFor()
    expect(await ada.title()).toBe('Conversations · Cordboard')
    await row(ada, 'Adébáyọ̀')
      .getByLabel(/unread/)
      .waitFor({ state: 'detached' })
    await expectUsable(ada)
  })

  it('tells a colleague who is typing, and shows the answer to both at once', async () => {
    await row(alan, 'Adébáyọ̀').getByRole('link').click()
    await bubble(alan, 'came broken').waitFor()

    await editor(ada).click()
    await ada.keyboard.type('A new mug leaves today.')
    await alan.getByText('Ada Admin is typing').waitFor()
    await ada.keyboard.press('Enter')
    await ada.keyboard.type('At no cost.')
    await ada.keyboard.press('Control+Enter')

    await bubble(ada, 'At no cost.').getByText('Sent', { exact: true }).waitFor()
    await bubble(alan, 'A new mug leaves today.').waitFor()
    await alan.getByText('Ada Admin is typing').waitFor({ state: 'detached' })
    expect(await editor(ada).textContent()).toBe('')
    const { body } = await desk.call('GET', '/conversations/1/messages')
    expect(body.payload.at(-1).content).toBe('A new mug leaves today.\nAt no cost.')
  })

  it('follows the ticks as the provider reports them', async () => {
    const { body } = await desk.call('GET', '/conversations/1/messages')
    const sent = body.payload.at(-1)
    const report = (status: string) =>
      deliver({ kind: 'status', sourceId: `test-out-${sent.id}`, status, at: new Date().toISOString() })

    await report('delivered')
    await bubble(ada, 'At no cost.').getByText('Delivered').waitFor()
    await report('read')
    await bubble(ada, 'At no cost.').getByText('Read', { exact: true }).waitFor()
    await bubble(alan, 'At no cost.').getByText('Read', { exact: true }).waitFor()
  })

  it('keeps a draft over a reload, and a private note among colleagues', async () => {
    await editor(ada).click()
    await ada.keyboard.press('Alt+KeyP')
    await ada.locator('[aria-pressed=true]', { hasText: 'Private note' }).waitFor()
    await ada.keyboard.type('third Lichen mug this week')
    await ada.getByRole('tab', { name: /^All/ }).click()
    await ada.reload()
    await ada.getByRole('button', { name: 'Private note' }).click()
    await editor(ada).getByText('third Lichen mug this week').waitFor()

    await ada.getByRole('button', { name: 'Add note' }).click()

    await bubble(alan, 'third Lichen mug this week').getByText('Private note, Ada Admin').waitFor()
    await ada.reload()
    await bubble(ada, 'third Lichen mug').waitFor()
    await ada.getByRole('button', { name: 'Private note' }).click()
    expect(await editor(ada).textContent()).toBe('')
    await expectUsable(ada)
    await ada.getByRole('button', { name: 'Reply', exact: true }).click()
  })

  it('sends a picture that was chosen, and one that was pasted', async () => {
    const [chooser] = await Promise.all([
      ada.waitForEvent('filechooser'),
      ada.getByRole('button', { name: 'Attach files' }).click(),
    ])
    await chooser.setFiles({ name: 'mug.png', mimeType: 'image/png', buffer: picture })
    await ada.getByText('mug.png').waitFor()
    await editor(ada).evaluate(paste, picture.toString('base64'))
    await ada.getByText('pasted.png').waitFor()
    await ada.getByRole('button', { name: 'Remove mug.png' }).click()

    await ada.getByRole('button', { name: 'Send', exact: true }).click()

    const image = alan.getByRole('article').last().locator('img[alt="Photo"]')
    await image.waitFor()
    await expect.poll(() => image.evaluate(widthOf)).toBe(1)
    await expectUsable(alan)
  })

  it('says why a message failed and sends it again', async () => {
    await editor(ada).click()
    await ada.keyboard.type('fail:permanent')
    await ada.keyboard.press('Control+Enter')
    await bubble(ada, 'fail:permanent').getByText('131026: Message undeliverable').waitFor()
    await expectUsable(ada)

    await bubble(ada, 'fail:permanent').getByRole('button', { name: 'Try again' }).click()
    await bubble(ada, 'fail:permanent').getByText('131026: Message undeliverable').waitFor()
  })

  it('assigns, labels and ranks, for both to see', async () => {
    await desk.call('POST', '/labels', { title: 'damaged', color: '#8b4625', show_on_sidebar: true })
    await ada.getByRole('button', { name: /^Assignee:/ }).click()
    await ada.getByRole('menuitemcheckbox', { name: 'Alan Agent' }).click()
    await ada.getByRole('button', { name: /^Priority:/ }).click()
    await ada.getByRole('menuitemcheckbox', { name: 'Urgent' }).click()
    await ada.getByRole('button', { name: 'Add label' }).click()
    await ada.getByRole('menuitemcheckbox', { name: 'damaged' }).click()

    await row(alan, 'Adébáyọ̀').getByLabel('Priority: Urgent').waitFor()
    await row(alan, 'Adébáyọ̀').getByLabel('Assigned to Alan Agent').waitFor()
    await row(alan, 'Adébáyọ̀').getByText('damaged').waitFor()
    await alan.getByRole('tab', { name: /Mine 1/ }).waitFor()
    await alan.getByRole('navigation', { name: 'Conversations' }).getByText('damaged').waitFor()
  })

  it('resolves by the keyboard and takes it back', async () => {
    await ada.getByRole('heading', { level: 2 }).first().click()
    await ada.keyboard.press('Alt+KeyE')
    // While the pointer is over it, it does not go away.
    await ada.getByRole('button', { name: /Undo/ }).hover()
    await row(alan, 'Adébáyọ̀').waitFor({ state: 'detached' })

    await ada.getByRole('button', { name: /Undo/ }).click()

    await row(alan, 'Adébáyọ̀').waitFor()
    await ada.getByRole('button', { name: 'Resolve', exact: true }).waitFor()
  })

  it('moves through the list by arrow keys', async () => {
    await customerWrites('Wholesale price list?', 'Maximilian')
    await row(ada, 'Maximilian').waitFor()
    await row(ada, 'Maximilian').getByRole('link').focus()
    await ada.keyboard.press('ArrowDown')
    await ada.keyboard.press('ArrowUp')
    await ada.keyboard.press('Enter')

    await bubble(ada, 'Wholesale price list?').waitFor()
  })

  it('reads older messages without a jump', async () => {
    const { id, displayId } = await desk.createConversation({ inboxId: inbox.id })
    for (let number = 1; number <= 70; number += 1)
      await desk.createMessage(id, { content: `Line ${number}`, sender_type: 'User', sender_id: desk.agent.user.id })
    await ada.goto(`/app/accounts/${desk.account.id}/conversations/${displayId}`)
    await bubble(ada, 'Line 70').waitFor()
    const scroller = ada.getByRole('region', { name: 'Messages' })
    const leftBelow = () => scroller.evaluate(belowWhenDrawn)
    await expect.poll(leftBelow).toBeLessThan(2)

    const topOf = (text: string) => bubble(ada, text).first().evaluate(topWhenDrawn)
    await scroller.evaluate((element) => element.scrollTo(0, 60))
    const before = await topOf('Line 55')
    await bubble(ada, /^.?Line 31/).waitFor({ state: 'attached' })
    expect(Math.abs((await topOf('Line 55')) - before)).toBeLessThan(3)

    await expect
      .poll(async () => {
        await scroller.evaluate((element) => element.scrollTo(0, 0))
        return ada.getByText('Line 1', { exact: true }).count()
      })
      .toBe(1)
    await ada.getByRole('button', { name: 'Go to the newest message' }).click()
    await expect.poll(leftBelow).toBeLessThan(2)
  })

  it('comes back after a lost connection with what was missed', async () => {
    await alan.getByRole('tab', { name: /^All/ }).click()
    await alan.context().setOffline(true)
    await alan.getByText('No connection.').waitFor()
    await customerWrites('Are you there?', 'Rosa Kähärä')
    await row(ada, 'Rosa Kähärä').waitFor()

    await alan.context().setOffline(false)

    await alan.getByText('No connection.').waitFor({ state: 'detached', timeout: 30_000 })
    await row(alan, 'Rosa Kähärä').waitFor({ timeout: 30_000 })
  })

  it('works on a narrow screen and at night', async () => {
    await alan.emulateMedia({ colorScheme: 'dark' })
    await alan.setViewportSize({ width: 390, height: 844 })
    await alan.goto(`/app/accounts/${desk.account.id}/dashboard`)
    await row(alan, 'Rosa Kähärä').waitFor()
    await expectUsable(alan)

    await row(alan, 'Rosa Kähärä').getByRole('link').click()
    await bubble(alan, 'Are you there?').waitFor()
    await expectUsable(alan)
    await alan.getByRole('button', { name: 'Show contact' }).click()
    await alan.getByRole('complementary').getByText('Previous conversations').waitFor()
    await alan.getByRole('button', { name: 'Hide contact' }).click()
    await alan.getByRole('button', { name: 'Back to the list' }).click()
    await row(alan, 'Rosa Kähärä').waitFor()
  })

  it('breaks no rule of the page', () => {
    expectQuiet(ada)
    expectQuiet(alan)
  })
})
