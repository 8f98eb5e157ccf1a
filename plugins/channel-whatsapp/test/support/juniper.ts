import type { NumberProfile } from '../../simulator/number.ts'

/** The number of the fixtures. */
export const juniper: NumberProfile = {
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  displayPhoneNumber: '+1 555-010-4477',
  verifiedName: 'Juniper Bikes',
  token: 'EAAtesttoken0123456789abcdef',
  templates: [
    {
      id: '1',
      name: 'order_ready',
      language: 'en_US',
      status: 'APPROVED',
      category: 'UTILITY',
      parameter_format: 'POSITIONAL',
      components: [
        { type: 'HEADER', format: 'IMAGE' },
        { type: 'BODY', text: 'Hello {{1}}, your order {{2}} is ready.' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'URL', text: 'Track', url: 'https://juniper.example/{{1}}' },
            { type: 'COPY_CODE', text: 'Copy code' },
          ],
        },
      ],
    },
    {
      id: '2',
      name: 'greeting',
      language: 'en_US',
      status: 'APPROVED',
      category: 'MARKETING',
      parameter_format: 'NAMED',
      components: [{ type: 'BODY', text: 'Hello {{first_name}}, we missed you.' }],
    },
    {
      id: '3',
      name: 'greeting',
      language: 'es',
      status: 'REJECTED',
      category: 'MARKETING',
      components: [{ type: 'BODY', text: 'Hola' }],
    },
  ],
}
