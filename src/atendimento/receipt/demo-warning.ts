/** Beside a protocol that no HubSoft knows. */
export const demoWarning = 'DEMONSTRAÇÃO: não dite este protocolo'
