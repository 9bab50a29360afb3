import type { Modelo } from '../../contract/page-context.ts'

/** What a technician asks on arrival, or the office before it calls back: each line ends where the answer goes. */
export const builtInTemplates: Modelo[] = [
  {
    nome: 'Sem conexão',
    linhas: [
      'Desde quando: ',
      'Luzes da ONU (PON, LOS): ',
      'Já tirou da tomada e religou? ',
      'Sem sinal no cabo, no Wi-Fi ou nos dois: ',
      'Faltou energia ou mexeram na fiação? ',
      'Melhor horário e contato para a visita: ',
      'Referência do endereço: ',
    ],
  },
  {
    nome: 'Lentidão',
    linhas: [
      'Desde quando e em que horários: ',
      'No cabo, no Wi-Fi ou nos dois: ',
      'Teste de velocidade (download e upload): ',
      'Quantos aparelhos em uso: ',
      'O que fica lento (sites, vídeo, jogo): ',
      'Já reiniciou o roteador? ',
    ],
  },
  {
    nome: 'Queda',
    linhas: [
      'Desde quando: ',
      'Quantas vezes por dia e por quanto tempo: ',
      'Luzes da ONU quando cai (PON, LOS): ',
      'Cai no cabo, no Wi-Fi ou nos dois: ',
      'Piora com chuva, ou em algum horário? ',
      'Melhor horário e contato para a visita: ',
      'Referência do endereço: ',
    ],
  },
  {
    nome: 'Mudança',
    linhas: [
      'Endereço novo e referência: ',
      'Casa, apartamento (andar) ou comércio: ',
      'Data e horário desejados: ',
      'Quem recebe o técnico e contato: ',
      'O equipamento vai junto? ',
      'Até quando usa no endereço atual: ',
    ],
  },
  {
    nome: 'Financeiro',
    linhas: [
      'Assunto (fatura, segunda via, desbloqueio): ',
      'Fatura de que mês: ',
      'Pago em (data, valor, forma): ',
      'O cliente tem o comprovante? ',
      'Por onde responder ao cliente: ',
    ],
  },
]
