/** What keeps a sign-in from being tried, by field; a file of its own, as few pages sign in. */
export const signInMessages = {
  usuario: 'Usuário: digite seu usuário.',
  senha: 'Senha: digite sua senha.',
} as const
