import { defineChannel, definePlugin, PermanentError, type PluginContext } from '@cordboard/plugin-sdk'
import { connect } from './connect.ts'
import { present } from './present.ts'
import { replyWindow } from './reply-window.ts'

export default definePlugin({
  setup(context) {
    defineChannel(context, {
      type: 'Channel::Api',
      connect,
      present,
      receive: () => {
        throw new PermanentError('api.no_webhook', 'An API inbox takes messages through the API, not by webhook')
      },
      // The application reads answers where it writes: there is nobody to hand them to, and they have no other id.
      send: async () => ({ sourceId: null }),
      capabilities: ({ inboxId }) => capabilitiesOf(context, inboxId),
    })
  },
})

async function capabilitiesOf({ channels }: PluginContext, inboxId: number) {
  const windowHours = replyWindow((await channels.get(inboxId))?.settings ?? {})
  return windowHours === undefined ? {} : { windowHours }
}
