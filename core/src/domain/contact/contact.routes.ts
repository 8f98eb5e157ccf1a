import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { readPage, selectVisible } from '../conversation/conversation-list.ts'
import { labelTitles } from '../conversation/label-conversation.ts'
import { presentConversations } from '../conversation/load-conversations.ts'
import { purgeFiles } from '../message/purge-files.ts'
import { workOf } from '../work.ts'
import { contactInput } from './contact.schema.ts'
import { fetchAvatarLater, readContactInput } from './contact-input.ts'
import { addFilter, addSearch, listContacts, selectContacts } from './contact-list.ts'
import { createWithInbox } from './create-with-inbox.ts'
import { deleteContact, requireOffline } from './delete-contact.ts'
import { findContact } from './find-contact.ts'
import { loadContact } from './load-contacts.ts'
import { updateContact } from './save-contact.ts'

const one = '/contacts/:contact_id'
const previousConversations = 20

export const contactRoutes = accountRoutes([
  { method: 'GET', path: '/contacts', handle: index },
  { method: 'GET', path: '/contacts/search', handle: search },
  { method: 'GET', path: '/contacts/active', handle: active },
  { method: 'POST', path: '/contacts/filter', transaction: false, handle: filter },
  { method: 'POST', path: '/contacts', body: contactInput, handle: createWithInbox },
  { method: 'GET', path: one, handle: show },
  { method: 'PATCH', path: one, body: contactInput, handle: update },
  { method: 'DELETE', path: one, administrator: true, transaction: false, handle: destroy },
  { method: 'POST', path: `${one}/destroy_custom_attributes`, handle: destroyCustomAttributes },
  { method: 'DELETE', path: `${one}/avatar`, handle: destroyAvatar },
  { method: 'GET', path: `${one}/conversations`, handle: conversations },
  { method: 'GET', path: `${one}/labels`, handle: labels },
  { method: 'POST', path: `${one}/labels`, handle: setLabels },
])

async function index(request: AccountRequest) {
  return listContacts(request, selectContacts(request))
}

async function search(request: AccountRequest) {
  const selection = selectContacts(request)
  addSearch(selection, request.query.q)
  return listContacts(request, selection)
}

async function active(request: AccountRequest) {
  const selection = selectContacts(request)
  const online = await request.core.realtime.onlineContacts(request.account.id)
  selection.conditions.push(`c.id = any(${selection.bindings.bind([...online])}::bigint[])`)
  return listContacts(request, selection)
}

async function filter(request: AccountRequest) {
  const selection = selectContacts(request)
  await addFilter(request, selection, request.body.payload)
  return listContacts(request, selection)
}

async function show(request: AccountRequest) {
  return { payload: await present(request, (await findContact(request)).id) }
}

async function update(request: AccountRequest) {
  const contact = await findContact(request, { lock: true })
  const wish = await readContactInput(request, contact)
  const work = workOf(request)
  await updateContact(work, contact, wish)
  await fetchAvatarLater(request, contact.id)
  if (wish.avatar_blob_id) await purgeFiles(work, [contact.avatar_blob_id])
  return async () => ({ payload: await present(request, contact.id) })
}

async function destroy(request: AccountRequest) {
  await requireOffline(request.core, await findContact(request))
  await request.em.transactional(async (em) => {
    const inside = { ...request, em }
    await deleteContact(workOf(inside), await findContact(inside, { lock: true }))
  })
  request.core.dispatcher.wake()
}

async function destroyCustomAttributes(request: AccountRequest) {
  const contact = await findContact(request, { lock: true })
  const keys = [request.body.custom_attributes ?? []].flat().map(String)
  const kept = Object.entries(contact.custom_attributes).filter(([key]) => !keys.includes(key))
  await updateContact(workOf(request), contact, { custom_attributes: Object.fromEntries(kept) })
  return async () => ({ payload: await present(request, contact.id) })
}

async function destroyAvatar(request: AccountRequest) {
  const contact = await findContact(request, { lock: true })
  const work = workOf(request)
  await updateContact(work, contact, { avatar_blob_id: null })
  await purgeFiles(work, [contact.avatar_blob_id])
  const plain = { accountId: request.account.id, contactId: contact.id, withInboxes: false }
  return async () => ({ payload: await loadContact(request.core, request.em, plain) })
}

async function conversations(request: AccountRequest) {
  const contact = await findContact(request)
  const { conditions, bindings } = selectVisible(request)
  const where = [...conditions, `c.contact_id = ${bindings.bind(contact.id)}`].join(' and ')
  const rows = await readPage(request.core, { where, bindings }, { page: 1, perPage: previousConversations })
  return { payload: await presentConversations(request.core, request.account.id, rows) }
}

async function labels(request: AccountRequest) {
  return { payload: (await findContact(request)).labels }
}

async function setLabels(request: AccountRequest) {
  const contact = await findContact(request, { lock: true })
  const titles = labelTitles(request.body.labels)
  await updateContact(workOf(request), contact, { labels: titles })
  return { payload: titles }
}

const present = ({ core, em, account, query }: AccountRequest, contactId: number) =>
  loadContact(core, em, {
    accountId: account.id,
    contactId,
    withInboxes: query.include_contact_inboxes !== 'false',
  })
