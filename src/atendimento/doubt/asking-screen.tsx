import { Screen } from '../../ui/screen.tsx'

/** A send's address was opened where nothing is known of it yet: the gateway is being asked. */
export const AskingScreen = () => (
  <Screen title="Consultando o envio…" heading="Consultando o envio">
    <p role="status">Perguntando ao servidor o que houve com este envio…</p>
  </Screen>
)
