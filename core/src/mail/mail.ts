export interface Mail {
  to: string
  subject: string
  text: string
  html?: string
}

/** Sends the product's own letters (invitations, password resets, notices). */
export interface Mailer {
  send(mail: Mail): Promise<void>
}
