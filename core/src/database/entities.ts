import { Account } from '../domain/account/account.entity.ts'
import { Contact } from '../domain/contact/contact.entity.ts'
import { ContactInbox } from '../domain/contact/contact-inbox.entity.ts'
import { Conversation } from '../domain/conversation/conversation.entity.ts'
import { Participant } from '../domain/conversation/participant.entity.ts'
import { CustomAttributeDefinition } from '../domain/custom-attribute/custom-attribute.entity.ts'
import { Channel } from '../domain/inbox/channel.entity.ts'
import { Inbox } from '../domain/inbox/inbox.entity.ts'
import { InboxMember } from '../domain/inbox/inbox-member.entity.ts'
import { Label } from '../domain/label/label.entity.ts'
import { Membership } from '../domain/membership/membership.entity.ts'
import { Attachment } from '../domain/message/attachment.entity.ts'
import { Message } from '../domain/message/message.entity.ts'
import { Notice } from '../domain/notice/notice.entity.ts'
import { Team } from '../domain/team/team.entity.ts'
import { TeamMember } from '../domain/team/team-member.entity.ts'
import { AccessToken } from '../domain/user/access-token.entity.ts'
import { UserSession } from '../domain/user/session.entity.ts'
import { User } from '../domain/user/user.entity.ts'
import { Blob } from '../files/blob.entity.ts'

/** Every entity of the core, in one list. */
export const entities = [
  AccessToken,
  Account,
  Attachment,
  Blob,
  Channel,
  Contact,
  ContactInbox,
  Conversation,
  CustomAttributeDefinition,
  Inbox,
  InboxMember,
  Label,
  Membership,
  Message,
  Notice,
  Participant,
  Team,
  TeamMember,
  User,
  UserSession,
]
