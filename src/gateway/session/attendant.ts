/** The person behind a request: the user name that owns a send, and the name that HubSoft is told. */
export type Attendant = { usuario: string; nome: string }
