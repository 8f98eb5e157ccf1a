import type { Core } from '../core.ts'
import { Attachment } from '../domain/message/attachment.entity.ts'
import { notFound } from '../errors.ts'
import { Blob } from '../files/blob.entity.ts'
import type { PluginFiles } from './context.ts'

/** Reads attachments for the plugin that sends them. */
export const createPluginFiles = (core: Core): PluginFiles => ({
  async open(accountId, attachmentId) {
    const em = core.orm.em.fork()
    const attachment = await em.findOne(Attachment, { accountId, id: attachmentId })
    const blob = attachment?.blobId ? await em.findOne(Blob, { accountId, id: attachment.blobId }) : null
    if (!blob) throw notFound()
    return core.files.read(blob)
  },
})
