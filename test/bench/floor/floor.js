// What a page by hand does: no rules, no draft, no doubt. The least that opens a ticket and says so.
const form = document.querySelector('form')
const status = document.querySelector('.foot [role=status]')
const receipt = document.querySelector('.receipt')

form.onsubmit = async (event) => {
  event.preventDefault()
  status.textContent = 'Enviando…'
  const { id_cliente_servico, nome, telefone, email, descricao, abrir_os } = form.elements
  const answer = await fetch('/api/v1/integracao/atendimento', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({
      id_cliente_servico: Number(id_cliente_servico.value),
      descricao: descricao.value,
      nome: nome.value,
      telefone: telefone.value.replace(/\D/g, ''),
      ...(email.value && { email: email.value }),
      abrir_os: abrir_os.checked,
    }),
  })
  const { status: said, msg, atendimento } = await answer.json()
  status.textContent = msg
  if (said !== 'success') return
  form.hidden = true
  receipt.hidden = false
  receipt.querySelector('output').textContent = atendimento.protocolo
  receipt.focus()
}
