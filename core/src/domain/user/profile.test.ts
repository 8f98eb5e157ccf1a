import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { caller, callerWithToken } from '../../../../tests/support/api.ts'
import { createAccountWithAdministrator, password } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

const path = '/api/v1/profile'
const newPassword = 'Another-horse-2'

async function ada() {
  const { account, administrator, token } = await createAccountWithAdministrator(product)
  return { account, user: administrator, token, call: callerWithToken(product, token) }
}

describe('one’s own profile', () => {
  it.each(['PUT', 'PATCH'])('is changed with %s', async (method) => {
    const { call, user } = await ada()

    const { status, body } = await call(method, path, {
      profile: {
        name: 'Ada Long',
        display_name: 'Ada',
        message_signature: 'Yours, Ada',
        phone_number: '+4412345',
        ui_settings: { locale: 'de', rtl: false },
        type: 'SuperAdmin',
        role: 'agent',
      },
    })

    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: user.id,
      name: 'Ada Long',
      display_name: 'Ada',
      available_name: 'Ada',
      message_signature: 'Yours, Ada',
      custom_attributes: { phone_number: '+4412345' },
      ui_settings: { locale: 'de', rtl: false },
      type: null,
      role: 'administrator',
    })
  })

  it('replaces the interface settings as a whole', async () => {
    const { call } = await ada()
    await call('PUT', path, { profile: { ui_settings: { locale: 'de' } } })

    expect((await call('PUT', path, { profile: { ui_settings: { rtl: true } } })).body.ui_settings).toEqual({
      rtl: true,
    })
  })

  it('takes a picture from a form and lets it go', async () => {
    const { call } = await ada()
    const form = new FormData()
    form.append('profile[name]', 'Ada Pictured')
    form.append('profile[avatar]', new Blob([picture], { type: 'image/png' }), 'ada.png')

    const changed = await call('PUT', path, form)
    const served = await fetch(changed.body.avatar_url)
    const removed = await call('DELETE', `${path}/avatar`)

    expect(changed.body).toMatchObject({ name: 'Ada Pictured', avatar_url: expect.stringMatching(/^http.*ada\.png$/) })
    expect(served.status).toBe(200)
    expect(served.headers.get('content-type')).toMatch(/^image\//)
    expect(removed.body).toMatchObject({ avatar_url: '' })
  })

  it.each([
    ['an empty name', { name: '' }, 'name'],
    ['an object as name', { name: {} }, 'name'],
    ['no address', { email: 'nothing' }, 'email'],
    ['a text as settings', { ui_settings: 'x' }, 'ui_settings'],
    ['huge settings', { ui_settings: { big: 'x'.repeat(70_000) } }, 'ui_settings'],
  ])('is not changed by %s', async (_name, wrong, attribute) => {
    const { call } = await ada()

    expect(await call('PUT', path, { profile: wrong })).toMatchObject({
      status: 422,
      body: { attributes: [attribute] },
    })
  })

  it('changes the address when the link sent there was followed', async () => {
    const { call, user } = await ada()
    const email = 'moved@acme.test'

    const before = await call('PUT', path, { profile: { email } })
    const letter = await vi.waitFor(
      async () => {
        const folder = join(product.core.configuration.dataDirectory, 'mail')
        const letters = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')))
        return letters.find((text) => text.includes(`To: ${email}`)) ?? Promise.reject(new Error('no letter yet'))
      },
      { timeout: 10_000 },
    )
    const confirmation_token = /confirmation_token=(?:3D)?([\w-]+)/.exec(letter.replaceAll('=\n', ''))?.[1]
    await caller(product)('POST', '/auth/confirmation', { confirmation_token })

    expect(before.body.email).toBe(user.email)
    expect((await call('GET', path)).body.email).toBe(email)
  })

  it('does not take the address of somebody else', async () => {
    const [one, two] = [await ada(), await ada()]

    expect(await one.call('PUT', path, { profile: { email: two.user.email } })).toMatchObject({
      status: 422,
      body: { message: 'Email has already been taken' },
    })
  })
})

describe('one’s own password', () => {
  it('changes with the current one, signs other devices out and this one in again', async () => {
    const { user } = await ada()
    const call = caller(product)
    const signIn = async () => {
      const { headers } = await call('POST', '/auth/sign_in', { email: user.email, password })
      return { authorization: headers.get('authorization') as string }
    }
    const [here, elsewhere] = [await signIn(), await signIn()]
    const before = await call('GET', path, undefined, here)

    const changed = await call('PUT', path, { profile: { current_password: password, password: newPassword } }, here)
    const authorization = changed.headers.get('authorization') as string

    expect(changed.status).toBe(200)
    expect(changed.body.pubsub_token).not.toBe(before.body.pubsub_token)
    expect((await call('GET', path, undefined, { authorization })).status).toBe(200)
    expect((await call('GET', path, undefined, here)).status).toBe(401)
    expect((await call('GET', path, undefined, elsewhere)).status).toBe(401)
  })

  it.each([
    [{ password: newPassword }, { error: 'Invalid current password' }],
    [{ password: newPassword, current_password: 'Wrong-horse-1' }, { error: 'Invalid current password' }],
    [{ password: 'weak', current_password: password }, { attributes: ['password'] }],
    [
      { password: newPassword, password_confirmation: 'Other-horse-3', current_password: password },
      { attributes: ['password_confirmation'] },
    ],
  ])('does not change with %j', async (profile, body) => {
    const { call } = await ada()

    expect(await call('PUT', path, { profile })).toMatchObject({ status: 422, body })
  })
})

describe('availability', () => {
  it('is chosen for each account', async () => {
    const { account, call } = await ada()

    const busy = await call('POST', `${path}/availability`, {
      profile: { account_id: account.id, availability: 'busy' },
    })
    const always = await call('POST', `${path}/auto_offline`, {
      profile: { account_id: account.id, auto_offline: false },
    })

    expect(busy.body.accounts[0]).toMatchObject({ availability: 'busy', availability_status: 'offline' })
    expect(always.body.accounts[0]).toMatchObject({ auto_offline: false, availability_status: 'busy' })
  })

  it('is none of another account’s', async () => {
    const { call } = await ada()
    const { account } = await createAccountWithAdministrator(product)
    const profile = { account_id: account.id, availability: 'busy', auto_offline: true }

    for (const [method, action] of [
      ['POST', 'availability'],
      ['POST', 'auto_offline'],
      ['PUT', 'set_active_account'],
    ] as const)
      expect((await call(method, `${path}/${action}`, { profile })).status).toBe(404)
  })

  it('is one of three words', async () => {
    const { account, call } = await ada()
    const profile = { account_id: account.id, availability: 'asleep' }

    expect((await call('POST', `${path}/availability`, { profile })).status).toBe(422)
  })
})

it('makes the account that was opened last the first one', async () => {
  const { account, call } = await ada()

  const answer = await call('PUT', `${path}/set_active_account`, { profile: { account_id: account.id } })

  expect(answer).toMatchObject({ status: 200, body: '' })
  expect((await call('GET', path)).body).toMatchObject({
    account_id: account.id,
    accounts: [{ active_at: expect.any(String) }],
  })
})

it('gives out a new API token and refuses the old one', async () => {
  const { token, call } = await ada()

  const { body } = await call('POST', `${path}/reset_access_token`)

  expect(body.access_token).not.toBe(token)
  expect((await call('GET', path)).status).toBe(401)
  expect((await callerWithToken(product, body.access_token)('GET', path)).body.access_token).toBe(body.access_token)
})

// One pixel.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
