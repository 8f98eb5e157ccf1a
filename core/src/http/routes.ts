import { allAccountRoutes } from '../domain/account/account.routes.ts'
import { contactRoutes } from '../domain/contact/contact.routes.ts'
import { contactInboxRoutes } from '../domain/contact/contact-inbox.routes.ts'
import { bulkActionRoutes } from '../domain/conversation/bulk-actions.routes.ts'
import { conversationRoutes } from '../domain/conversation/conversation.routes.ts'
import { conversationListRoutes } from '../domain/conversation/conversation-lists.routes.ts'
import { conversationPartRoutes } from '../domain/conversation/conversation-parts.routes.ts'
import { customAttributeRoutes } from '../domain/custom-attribute/custom-attribute.routes.ts'
import { inboxRoutes } from '../domain/inbox/inbox.routes.ts'
import { inboxMemberRoutes } from '../domain/inbox/inbox-member.routes.ts'
import { installationRoutes } from '../domain/installation/installation.routes.ts'
import { labelRoutes } from '../domain/label/label.routes.ts'
import { agentRoutes } from '../domain/membership/agent.routes.ts'
import { messageRoutes } from '../domain/message/message.routes.ts'
import { noticeRoutes } from '../domain/notice/notice.routes.ts'
import { pluginRoutes } from '../domain/plugin/plugin.routes.ts'
import { teamRoutes } from '../domain/team/team.routes.ts'
import { teamMemberRoutes } from '../domain/team/team-member.routes.ts'
import { passwordRoutes } from '../domain/user/password.routes.ts'
import { profileRoutes } from '../domain/user/profile.routes.ts'
import { sessionRoutes } from '../domain/user/session.routes.ts'
import { deliveryRoutes } from '../events/delivery.routes.ts'
import { inboundEventRoutes } from '../events/inbound-event.routes.ts'
import { fileRoutes } from '../files/file.routes.ts'
import { panelRoutes } from '../panels/panel.routes.ts'
import type { Route } from './route.ts'

/** The route table of the core, resource by resource. */
export const routes: Route[] = [
  ...sessionRoutes,
  ...passwordRoutes,
  ...profileRoutes,
  ...installationRoutes,
  ...allAccountRoutes,
  ...agentRoutes,
  ...inboxRoutes,
  ...inboxMemberRoutes,
  ...labelRoutes,
  ...teamRoutes,
  ...teamMemberRoutes,
  ...customAttributeRoutes,
  ...pluginRoutes,
  ...noticeRoutes,
  ...panelRoutes,
  ...inboundEventRoutes,
  ...deliveryRoutes,
  ...fileRoutes,
  ...contactRoutes,
  ...contactInboxRoutes,
  ...conversationListRoutes,
  ...conversationRoutes,
  ...conversationPartRoutes,
  ...bulkActionRoutes,
  ...messageRoutes,
]
