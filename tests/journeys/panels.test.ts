import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectQuiet, expectUsable, openBrowser, openWindow, signIn } from '../support/dashboard.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { password } from '../support/people.ts'
import { type Product, startProduct } from '../support/product.ts'

// A provider's SDK: a loader that brings the rest of itself by a plain address.
const scripts: Record<string, string> = {
  '/sdk.js': `const more = document.createElement('script'); more.src = new URL('/more.js', document.currentScript.src).href; document.head.append(more)`,
  '/more.js': `document.documentElement.dataset.sdk = 'ready'`,
}

describe('the panels of a plugin', () => {
  let product: Product
  let desk: Desk
  let browser: Browser
  let page: Page
  let provider: Server
  let sdk: string
  let inbox: number

  beforeAll(async () => {
    provider = createServer((request, response) => {
      response.setHeader('content-type', 'text/javascript')
      response.end(scripts[request.url ?? ''] ?? '')
    })
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
    sdk = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/sdk.js`
    product = await startProduct({ environment: { PANEL_TEST_SDK_URL: sdk } })
    desk = await openDesk(product)
    inbox = await desk.createInbox({ name: 'Care <b>Europe</b>', members: [desk.agent] })
    browser = await openBrowser()
    page = await openWindow(browser, product.url)
    await signIn(page, desk.administrator.user.email, password)
  })

  afterAll(async () => {
    await browser?.close()
    provider?.close()
    await product?.stop()
  })

  const address = (path: string) => `/app/accounts/${desk.account.id}/settings/${path}`
  const plug = (isOn: boolean) => desk.call('POST', `/plugins/panel-test/${isOn ? 'enable' : 'disable'}`, {})
  const tab = (name: string) => page.getByRole('tab', { name })
  const press = (name: string) => page.getByRole('button', { name }).click()
  const notice = () => page.getByText('Something about Care <b>Europe</b>')

  it('appear and vanish where the plugin is switched, without loading the page again', async () => {
    await page.goto(address(`inboxes/${inbox}`))
    await tab('Connection').waitFor()
    await page.evaluate(`document.documentElement.dataset.visit = 'first'`)
    expect(await tab('State').count()).toBe(0)

    await plug(true)
    await notice().waitFor()
    await tab('State').click()
    await page.getByText('Care <b>Europe</b> has 2 words to say').waitFor()
    expect(new URL(page.url()).pathname).toBe(address(`inboxes/${inbox}/state`))
    expect(await page.getByRole('button', { name: 'Save changes' }).count()).toBe(0)
    await expectUsable(page)

    await plug(false)
    await notice().waitFor({ state: 'detached' })
    await page.getByLabel('Name').first().waitFor()
    expect(await tab('State').count()).toBe(0)
    expect(await page.evaluate('document.documentElement.dataset.visit')).toBe('first')
    expectQuiet(page)
  })

  it('have an address of their own', async () => {
    await plug(true)
    await page.goto(address(`inboxes/${inbox}/state`))
    await page.getByText('has 2 words to say').waitFor()
    expect(await tab('State').getAttribute('aria-selected')).toBe('true')
  })

  it('are told what others change in the inbox', async () => {
    await desk.call('PATCH', `/inboxes/${inbox}`, { name: 'Care Europe' })
    await page.getByText('Care Europe has 2 words to say').waitFor()
    await page.getByText('Something about Care Europe').waitFor()
  })

  it('speak the language of the reader, and English where they lack a word', async () => {
    const other = await openWindow(browser, product.url, { locale: 'es-ES' })
    await other.goto('/app/login')
    await other.locator('input').first().fill(desk.administrator.user.email)
    await other.locator('input[type="password"]').fill(password)
    await other.keyboard.press('Enter')
    await other.waitForURL(/\/app\/accounts\/\d+/)
    await other.goto(address(`inboxes/${inbox}/state`))
    await other.getByRole('tab', { name: 'Estado' }).waitFor()
    await other.getByText('Algo sobre Care Europe').waitFor()
    await other.getByText('has 2 words to say').waitFor()
    await other.context().close()
  })

  it('fail alone, three times at most', async () => {
    for (const attempt of [1, 2, 3]) {
      await press('Break it')
      await page.getByText('Test panels cannot be shown here').waitFor()
      await page.getByText('broken on request').waitFor()
      await page.getByText('Something about Care Europe').waitFor()
      if (attempt === 1) await expectUsable(page)
      if (attempt < 3) await press('Try again')
    }
    await page.getByText(/It failed three times/).waitFor()
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    await page.reload()
    await page.getByText(/It failed three times/).waitFor()

    await press('Hide for now')
    await tab('State').waitFor({ state: 'detached' })
    await tab('Connection').click()
    await page.getByLabel('Address').first().waitFor()
    expectQuiet(page)
  })

  it('are no business of agents, whose panels are others', async () => {
    const panels = async (who = desk.administrator) => {
      const { body } = await desk.call('GET', '/ui/panels', undefined, who)
      return body.map(({ id }: { id: string }) => id)
    }

    expect(await panels()).toEqual(['bring', 'state', 'notice'])
    expect(await panels(desk.agent)).toEqual(['state'])
    const alan = await openWindow(browser, product.url)
    await signIn(alan, desk.agent.user.email, password)
    await alan.goto(address(`inboxes/${inbox}/state`))
    await alan.waitForURL(/\/dashboard/)
    expectQuiet(alan)
    await alan.context().close()
  })

  it('run as they were built, or not at all', async () => {
    const careless = await openWindow(browser, product.url)
    await careless.route(/panel-test.*\/notice-[^/]*\.js/, async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: `${await answer.text()};document.title='changed'` })
    })
    await signIn(careless, desk.administrator.user.email, password)
    await careless.goto(address(`inboxes/${inbox}`))
    const failures = careless.getByText('Test panels cannot be shown here')
    await failures.waitFor()
    const again = careless.waitForResponse(/notice-.*try=1/)
    await careless.getByRole('button', { name: 'Try again' }).click()
    await again
    await failures.waitFor()
    expect(await careless.title()).not.toBe('changed')
    await careless.context().close()
  })

  it('load scripts of the hosts they asked for, and no others', async () => {
    await page.goto(address('inboxes/new/test'))
    await page.getByRole('heading', { level: 1, name: 'Bring your address' }).waitFor()
    const load = async (url: string) => {
      await page.evaluate(`localStorage.setItem('panel-test-script', ${JSON.stringify(url)})`)
      await press('Load the script')
    }

    await load('https://sdk.example/sdk.js')
    await page.getByText('The plugin has no permission for scripts of https://sdk.example').waitFor()
    await load(sdk)
    await page.getByText('The script is here').waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.dataset.sdk')).toBe('ready')
    expectQuiet(page)
  })

  it('set an inbox up in the place of the form, which stays within reach', async () => {
    await page.goto(address('inboxes/new'))
    await page.getByRole('radio', { name: /Test channel/ }).click()
    await press('Continue with Test channel')
    await page.getByRole('listitem').filter({ hasText: 'Address' }).waitFor()
    await expectUsable(page)

    await press('Enter it yourself')
    await page.getByLabel('Inbox name').waitFor()
    await press('Back')
    await press('Connect it')
    await page.getByRole('heading', { name: 'Let Test channel reach this server' }).waitFor()

    const place = page.url()
    await page.goto(address('labels/list'))
    await page.goto(place)
    await page.getByRole('heading', { name: 'Let Test channel reach this server' }).waitFor()
    await press('Continue')
    await page.getByRole('heading', { name: 'Who answers?' }).waitFor()
    await press('Finish')
    await page.getByRole('heading', { level: 1, name: 'Brought' }).waitFor()
    expectQuiet(page)
  })

  it('need a page that was served for them: who signed in before is given one', async () => {
    const early = await openWindow(browser, product.url)
    await signIn(early, desk.administrator.user.email, password)
    await early.evaluate(
      `history.pushState({}, '', ${JSON.stringify(address('inboxes/new/test'))}); dispatchEvent(new PopStateEvent('popstate'))`,
    )
    await early.getByRole('button', { name: 'Connect it' }).waitFor()
    expect(await early.evaluate(`document.querySelector('meta[name="cordboard-scripts"]').content`)).toBe(
      new URL(sdk).origin,
    )
    await early.context().close()
  })
})
