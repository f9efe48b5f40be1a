## Everywhere

date-time = { $day ->
    [1] 1º
   *[other] { $day }
} de { $month ->
    [1] janeiro
    [2] fevereiro
    [3] março
    [4] abril
    [5] maio
    [6] junho
    [7] julho
    [8] agosto
    [9] setembro
    [10] outubro
    [11] novembro
   *[12] dezembro
} de { $year } às { $time } { $zone }
quoted = “{ $text }”
detail-line = { $label }: { $value }
skip-to-content = Ir para o conteúdo
account-named = da conta “{ $username }”
your-account = da sua conta
device-named = O dispositivo que se identifica como { $platform }
device-unnamed = O outro dispositivo
the-address = este endereço

label-account = Conta
label-platform = Identifica-se como
label-user-agent = Navegador ou programa
label-ip = Endereço IP
label-requested = Data da solicitação
label-expires = O link expira
label-address = Endereço a confirmar
label-address-old = Endereço usado até agora
label-address-kept = Endereço que volta a valer
label-address-dropped = Endereço descartado
address-none = nenhum (o endereço seria removido)

## Mails

mail-footer = Enviado por { $host } porque alguém informou este endereço lá. Este e-mail não contém rastreamento nem publicidade.
mail-footer-owner = Enviado por { $host } porque este é ou era o endereço da conta “{ $username }”. Este e-mail não contém rastreamento nem publicidade.
mail-button-hint = O botão não funciona? Abra [este link] ou copie o endereço e cole no navegador:
mail-link-expires = O link vale até { $time }.
mail-asked-heading = De onde veio a solicitação

mail-login-subject = { $code } é seu código para entrar em { $brand }
mail-login-subject-shared = Confira um login em { $host }
mail-login-heading = Você está tentando entrar?
mail-login-intro = Um dispositivo está tentando entrar em { $host } como “{ $username }”.
mail-login-intro-shared = Um dispositivo está tentando entrar em { $host } com este endereço. Mais de uma conta usa este endereço; você escolhe a conta na página do link.
mail-login-review-line = Para conferir o login e aprovar ou recusar, abra este link:
mail-login-review-or-line = Ou abra este link para conferir o login e aprovar ou recusar:
mail-login-button = Conferir login
mail-login-review-html = Confira o login e aprove ou recuse:
mail-login-review-or-html = Ou confira o login e aprove ou recuse:
mail-login-code-line = Digite este código no dispositivo que está aguardando:
mail-login-expires = O link e o código valem até { $time } ({ $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
} após a solicitação).
mail-login-held-back-strangers = Este é o último e-mail do dia sobre logins a partir de dispositivos e redes que esta conta não conhece: os próximos ficarão retidos por até 24 horas. Para entrar nesse período, use um dispositivo ou uma rede em que você já entrou antes, ou aprove o login em um dispositivo já conectado.
mail-login-held-back-all = Este é o último e-mail de login do dia: os próximos ficarão retidos por até 24 horas. Para entrar nesse período, aprove o login em um dispositivo já conectado.
mail-login-not-you = Não foi você? Não é preciso fazer nada: ninguém entra sem a sua aprovação. Para recusar este login, abra o link e selecione “Não fui eu”. Nunca passe o código nem o link a ninguém. O suporte nunca vai pedi-los.

mail-email-button = Conferir endereço
mail-verification-subject = Confirme seu endereço de e-mail em { $host }
mail-verification-heading = Confirme seu endereço de e-mail
mail-verification-intro = A conta “{ $username }” foi criada em { $host } com o endereço { $email }.
mail-verification-line = Para confirmar que este endereço é seu, abra este link:
mail-verification-not-you = Não foi você? Não é preciso fazer nada: o endereço continuará sem confirmação.

mail-email-change-verification-subject = Confirme seu novo endereço de e-mail em { $host }
mail-email-change-verification-heading = Confirme seu novo endereço de e-mail
mail-email-change-verification-intro = Foi solicitado que a conta “{ $username }” em { $host } passe a usar o endereço { $email }.
mail-email-change-verification-line = Para confirmar o novo endereço, abra este link:
mail-email-change-verification-not-you = Não foi você? Não é preciso fazer nada: sem o link, o endereço não muda.

mail-undo-nothing-to-do = Se foi você, não é preciso fazer nada.
mail-undo-line = Não foi você? Este link desfaz a alteração e desconecta todos os dispositivos:
mail-undo-explanation = Não foi você? Desfaça a alteração: o endereço antigo volta a valer e todos os dispositivos são desconectados.
mail-change-stop-line = Não foi você? Este link impede a alteração; seu endereço continua o mesmo e todos os dispositivos são desconectados:
mail-change-stop-button = Impedir a alteração
mail-undo-button = Desfazer a alteração
mail-email-change-requested-subject = Seu endereço de e-mail em { $host } está prestes a mudar
mail-email-change-requested-heading = Seu endereço de e-mail está prestes a mudar
mail-email-change-requested-intro = Em { $time }, foi solicitada a troca deste endereço por { $email } na conta “{ $username }” em { $host }. A troca só vale depois que o novo endereço for confirmado.
mail-email-change-requested-intro-removal = Em { $time }, foi solicitada a remoção deste endereço da conta “{ $username }” em { $host }.
mail-email-changed-subject = Seu endereço de e-mail em { $host } foi alterado
mail-email-changed-heading = Seu endereço de e-mail foi alterado
mail-email-changed-intro = Desde { $time }, a conta “{ $username }” em { $host } usa o endereço { $email } no lugar deste.
mail-email-changed-intro-removal = Desde { $time }, a conta “{ $username }” em { $host } não tem mais endereço; até então, era este.

## The page behind the link of a sign-in

confirm-title = Aprovar este login?
confirm-title-error = Erro: aprovar este login?
confirm-as = quer entrar como
confirm-lead = Um dispositivo está tentando entrar em { $host }. O que ele informa sobre si mesmo não foi verificado.
confirm-warning = Aprove somente se foi você quem iniciou este login, em um dispositivo que está na sua frente. O suporte nunca vai pedir que você faça isso.
confirm-in-doubt = Na dúvida, recuse. Você também pode simplesmente fechar esta página: sem a sua aprovação, ninguém entra.
confirm-approve = Aprovar
confirm-deny = Não fui eu
confirm-account-legend = Qual conta?
confirm-account-verified = (confirmada)
confirm-account-error = Escolha em qual conta entrar.
match-label = Código no dispositivo que está aguardando
match-hint = Seis caracteres, na tela do dispositivo que está aguardando. Não é o código do e-mail.
match-error-missing = Digite o código que aparece no dispositivo que está aguardando.
match-error-malformed = Este não é o código do dispositivo que está aguardando, que tem seis caracteres (números e letras de A a F). O código do e-mail tem oito e não é usado aqui.
match-error-wrong = Este não é o código que aparece no dispositivo que está aguardando.
match-tries-left = { $count ->
    [one] Resta { $count } tentativa.
   *[other] Restam { $count } tentativas.
}
error-summary = Verifique o seguinte
confirm-deny-title = Recusar este login?
confirm-deny-text = O dispositivo que se identifica como { $platform } será informado da recusa. Se era você, basta entrar de novo por ele: isso é possível a qualquer momento.
confirm-deny-box = Sim, recusar este login
confirm-deny-missing = Marque a caixa para recusar.
confirm-deny-button = Recusar
confirm-deny-back = Voltar

approved-title = Login aprovado
approved-look-other = Volte ao outro dispositivo para continuar.
approved-look-television = Volte à TV para continuar.
approved-text = O dispositivo que se identifica como { $platform } pode entrar como “{ $username }”.
approved-later = Para encerrar essa sessão mais tarde, entre aqui e veja “Sessões ativas”.
approved-close = Você já pode fechar esta página: o login não vale para este navegador.
undo-heading = Não foi você, ou foi um engano?
undo-text = Por mais { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
} (até { $time }), você pode desconectar esse dispositivo por aqui.
undo-button = Desconectar esse dispositivo

## Outcomes

outcome-denied-title = Login recusado
outcome-denied-text = { $device } não entrou. Nada mudou na sua conta.
outcome-denied-next = Não é preciso fazer mais nada. Recusou por engano? Comece de novo nesse dispositivo.
outcome-undone-title = Dispositivo desconectado
outcome-undone-text = { $device } foi desconectado.
outcome-undone-next = Na sua conta, você vê quais outras sessões estão ativas.
outcome-already-approved-title = Já aprovado
outcome-already-approved-text = Este login já tinha sido aprovado. Cada link serve para uma única decisão.
outcome-already-approved-next = Não foi você? Veja as sessões ativas da sua conta e encerre as que não reconhecer.
outcome-already-undone-title = Login desfeito
outcome-already-undone-text = Este login foi aprovado e depois desfeito. Cada link serve para uma única decisão.
outcome-already-undone-next = { outcome-already-denied-next }
outcome-already-denied-title = Já recusado
outcome-already-denied-text = Este login não vale mais: foi recusado, teve códigos errados demais ou foi encerrado junto com todas as sessões. Cada link serve para uma única decisão.
outcome-already-denied-next = Para entrar, comece de novo no dispositivo que estava aguardando; você vai receber um novo e-mail.
outcome-expired-title = Este link expirou
outcome-expired-text = Por segurança, os links de login valem só por alguns minutos. Nada foi alterado.
outcome-expired-next = Comece de novo no dispositivo que estava aguardando; você vai receber um novo e-mail.
outcome-too-many-codes-title = Códigos errados demais
outcome-too-many-codes-text = O login foi encerrado após três códigos errados. Ninguém entrou.
outcome-too-many-codes-next = Se foi você, comece de novo no dispositivo que estava aguardando; você vai receber um novo e-mail e um novo código.
outcome-unknown-link-title = Este link não funciona
outcome-unknown-link-text = Talvez seu programa de e-mail tenha cortado o link. Volte ao e-mail e digite o código no dispositivo que está aguardando, ou copie o link inteiro para a barra de endereços.
outcome-unknown-link-next = Se não resolver, solicite um novo e-mail no dispositivo que está aguardando.
outcome-email-confirmed-title = Endereço confirmado
outcome-email-confirmed-text = A partir de agora, { $email } é o endereço { $username }.
outcome-email-confirmed-next = Você já pode fechar esta página.
outcome-email-undone-title = Alteração desfeita
outcome-email-undone-text = O endereço antigo { $username } voltou a valer, e todos os dispositivos foram desconectados.
outcome-email-undone-next = Entre de novo com o endereço antigo.
outcome-email-link-used-title = Já foi feito
outcome-email-link-used-text = Este link já foi usado e já teve efeito.
outcome-email-link-used-next = Na sua conta, você vê qual endereço está em uso.
outcome-email-link-expired-title = Este link expirou
outcome-email-link-expired-text = Os links dos e-mails valem por tempo limitado. Nada foi alterado.
outcome-email-link-expired-next = Na sua conta, você pode solicitar um novo e-mail.
outcome-email-link-confirmed-title = Já confirmado
outcome-email-link-confirmed-text = { $email } é o endereço confirmado de { $username }. Ele foi confirmado antes de este link ser aberto.
outcome-email-link-confirmed-next = Não é preciso fazer mais nada.
outcome-email-link-replaced-title = Este link foi substituído
outcome-email-link-replaced-text = O endereço { $username } foi definido de novo depois do envio deste e-mail. Este link não alterou nada.
outcome-email-link-replaced-next = Use o e-mail mais recente ou veja na sua conta qual é o endereço.

## The page behind a link about an address

email-verification-title = Confirme seu endereço de e-mail
email-verification-text = Esta conta e este endereço são seus?
email-verification-button = Confirmar endereço
email-verification-otherwise = Não foi você? É só fechar esta página: nada vai acontecer.
email-change-title = Confirme seu novo endereço de e-mail
email-change-text = Depois da confirmação, os e-mails desta conta, inclusive os de login, passam a ir para o novo endereço.
email-change-button = Confirmar novo endereço
email-change-otherwise = Não foi você? É só fechar esta página: o endereço continua como está.
email-undo-title = Desfazer a alteração do endereço de e-mail?
email-undo-text = O endereço antigo volta a valer imediatamente.
email-undo-warning = Todos os dispositivos desta conta serão desconectados, inclusive este. Depois, entre de novo com o endereço antigo.
email-undo-button = Desfazer e sair de todos os dispositivos
email-undo-otherwise = A alteração foi sua? É só fechar esta página: nada vai acontecer.

## Errors

error-status = Erro { $status }
error-request-id = Para a administração do site:
error-title-400 = Não entendemos a solicitação
error-title-401 = Entre na sua conta
error-title-403 = Isso não é permitido aqui
error-title-404 = Não há nada aqui
error-title-405 = Isso não funciona aqui
error-title-409 = Já está em uso
error-title-413 = Dados demais
error-title-415 = Tipo de conteúdo não aceito
error-title-422 = Verifique os dados informados
error-title-429 = Solicitações demais
error-title-500 = Algo deu errado
error-title-503 = Fora do ar no momento
error-title-other = Não deu certo

## The development mailbox

mailbox-title = Caixa de e-mails de desenvolvimento
mailbox-lead = Nenhum servidor de e-mail foi configurado: os e-mails ficam aqui em vez de serem enviados. Só este computador pode abrir esta página. O mais recente aparece primeiro.
mailbox-json = O mesmo em JSON:
mailbox-empty-it = Para esvaziar a caixa:
mailbox-empty = Nenhum e-mail ainda. Crie uma conta ou entre e depois volte aqui.
mailbox-count = { $count ->
    [one] { $count } e-mail.
   *[other] { $count } e-mails.
}
mailbox-empty-button = Esvaziar a caixa
mailbox-from = De
mailbox-recipient = Para
mailbox-date = Data
mailbox-links = Links
mailbox-preview = Em HTML
mailbox-wide = Larga
mailbox-phone = Celular
mailbox-width = Largura
mailbox-text = Em texto
mailbox-headers = Cabeçalhos
mailbox-source = Código-fonte
mailbox-back = Todos os e-mails
mailbox-alone = Só o HTML
mailbox-to = para { $to }
mailbox-open = Abrir
mailbox-filter = Só e-mails para
mailbox-filter-button = Mostrar

## The reference of the API

docs-version = Versão { $version }
docs-openapi = Documento OpenAPI
docs-contents = Conteúdo
docs-parameters = Parâmetros
docs-required = obrigatório
docs-request = Corpo da requisição
docs-everywhere = Além do que está indicado em cada rota, as rotas que recebem um corpo podem responder com 408 e 415, e qualquer rota pode responder com 413, 429, 500 e 503.
docs-responses = Respostas

mail-access-key-created-subject = Nova chave de API em { $host }
mail-access-key-created-heading = A chave de API “{ $name }” foi criada
mail-access-key-created-intro = Em { $time }, a chave de API “{ $name }” foi criada na conta “{ $username }” em { $host }. Ela começa com { $prefix }.
mail-access-key-created-advice = Se foi você, não é preciso fazer nada. Se não foi, entre na conta, revogue a chave e encerre as sessões que não reconhecer.
mail-access-key-expiring-subject = Uma chave de API em { $host } está prestes a expirar
mail-access-key-expiring-heading = A chave de API “{ $name }” vai expirar em breve
mail-access-key-expiring-intro = A chave de API “{ $name }” da conta “{ $username }” em { $host }, que começa com { $prefix }, expira em { $time }. Tudo o que usa essa chave vai parar de funcionar.
mail-access-key-expiring-advice = Se ela ainda for necessária, crie uma nova e coloque no lugar desta.
mail-access-key-scopes = Permissões: { $scopes }.
mail-access-key-expires = Ela expira em { $time }.
mail-access-key-line = Para ver sua conta, abra este link:
mail-access-key-button = Ver minha conta

## Times

relative-now = agora mesmo
relative-minutes-ago = { $count ->
    [one] há { $count } minuto
   *[other] há { $count } minutos
}
relative-hours-ago = { $count ->
    [one] há { $count } hora
   *[other] há { $count } horas
}
relative-days-ago = { $count ->
    [one] há { $count } dia
   *[other] há { $count } dias
}
relative-months-ago = { $count ->
    [one] há { $count } mês
   *[other] há { $count } meses
}
relative-years-ago = { $count ->
    [one] há { $count } ano
   *[other] há { $count } anos
}
relative-soon = em menos de um minuto
relative-minutes-ahead = { $count ->
    [one] em { $count } minuto
   *[other] em { $count } minutos
}
relative-hours-ahead = { $count ->
    [one] em { $count } hora
   *[other] em { $count } horas
}
relative-days-ahead = { $count ->
    [one] em { $count } dia
   *[other] em { $count } dias
}
relative-months-ahead = { $count ->
    [one] em { $count } mês
   *[other] em { $count } meses
}
relative-years-ahead = { $count ->
    [one] em { $count } ano
   *[other] em { $count } anos
}

## Signing in

footer-language = Idioma
back = Voltar
title-error = Erro:
label-email = Endereço de e-mail
label-username = Nome de usuário
device-on = { $program } ({ $system })
sign-in-title = Entrar
sign-in-heading = Entrar em { $name }
sign-in-lead = Sem senha: você recebe um e-mail com um link e um código.
sign-in-return = Depois, você segue para { $host }.
sign-in-several = Mais de uma conta com este endereço?
sign-in-username-hint = Se você informar o nome de usuário, o e-mail será sobre essa conta e trará um código para digitar. Se não, você escolhe a conta na página do link.
sign-in-button = Continuar
sign-in-no-account = Ainda não tem conta?
sign-in-already = Você entrou como { $username }
sign-in-go-on = Continuar
sign-in-reason-ended = Sua sessão foi encerrada, talvez a partir de outro dispositivo. Entre de novo para continuar.
sign-in-reason-signed-out = Você saiu da sua conta.
sign-in-insecure = Esta página usa http sem criptografia, por isso o navegador não consegue manter sua sessão. Avise a administração do site: é preciso usar https. Aplicativos que enviam um token a cada requisição não são afetados.

## Signing out

sign-out-title = Sair?
sign-out-text = Você entrou como { $username }. Ao sair, a sessão neste navegador é encerrada; seus outros dispositivos continuam conectados.
sign-out-button = Sair
sign-out-stay = Continuar na conta
sign-out-nobody-title = Nenhuma sessão aberta
sign-out-nobody-text = Ninguém entrou aqui por este navegador.

## Waiting

waiting-title-pending = Confira seu e-mail
waiting-title-approved = Login aprovado
waiting-title-denied = O login foi recusado
waiting-title-expired = Este login expirou
waiting-lead = Abra nosso e-mail em qualquer dispositivo e aprove o login. Se o endereço pertencer a uma conta, o e-mail foi enviado para
waiting-alive = Aguardando sua aprovação.
waiting-wrong-address = Endereço errado? Corrigir
waiting-match-label = O outro dispositivo vai pedir este código
waiting-match-signed-in = Já tem uma sessão em outro dispositivo? Aprove por lá, em “Minha conta”, com este código. Não é preciso usar o e-mail.
waiting-expires = Este login expira
waiting-continue = Já aprovei, continuar
waiting-quiet = Esta página verifica a cada { $seconds ->
    [one] segundo
   *[other] { $seconds } segundos
} se o login foi aprovado.
waiting-quiet-back = Digitar o código do e-mail
waiting-quiet-link = Aguardar sem digitar nada
waiting-code-label = Ou digite o código do e-mail
waiting-code-hint = Oito caracteres. Se o e-mail não trouxer um código, use o link.
waiting-code-button = Entrar com o código
waiting-no-mail = O e-mail não chegou?
waiting-no-mail-spam = Procure na pasta de spam. O remetente é { $sender }.
waiting-no-mail-address = Confira o endereço, letra por letra.
waiting-no-mail-account = Só recebem e-mail os endereços de contas existentes, e há um limite de envios por período.
waiting-resend = Reenviar o e-mail
waiting-mailbox = Desenvolvimento: seu e-mail está aqui:
waiting-mailbox-link = Abrir a caixa de e-mails
waiting-notice-resent = O e-mail foi reenviado. O link anterior também vale.
waiting-notice-too-soon = O e-mail acabou de ser enviado. Você pode reenviar em { $seconds ->
    [one] { $seconds } segundo
   *[other] { $seconds } segundos
}.
waiting-notice-too-late = Este login está prestes a expirar. Comece um novo.
waiting-notice-not-yet = Ainda não foi aprovado. Abra o link do e-mail e selecione “Aprovar”.
waiting-approved-text = Só mais um passo para entrar aqui.
waiting-text-denied = Ninguém entrou. Se foi engano, comece de novo.
waiting-text-expired = O link e os códigos deste login não valem mais.
waiting-again = Enviar um novo e-mail para { $email }
not-waiting-title = Este navegador não está aguardando nenhum login
not-waiting-text = O login já terminou ou foi iniciado em outro navegador.
no-cookies-title = Seu navegador não guarda cookies
no-cookies-waiting = Você acabou de iniciar um login, mas o navegador não guardou o cookie necessário para aguardar a aprovação. O e-mail que está a caminho não vai servir para entrar aqui.
no-cookies-session = O login foi aprovado, mas o navegador não guardou o cookie que mantém a sessão. Ninguém entrou por aqui.
no-cookies-account = A conta foi criada, mas o navegador não guardou o cookie que mantém a sessão. Ninguém entrou por aqui. Se você informou um endereço de e-mail, entre com ele depois. Sem endereço, não é mais possível acessar a conta: nesse caso, crie outra com um nome diferente.
no-cookies-allow = Permita cookies de { $host } nas configurações do navegador e verifique se alguma extensão os bloqueia. Depois, comece de novo.
no-cookies-domain = Outros cookies deste site foram guardados, então o problema provavelmente não está do seu lado: peça à administração do site que verifique a configuração cookie.domain.
approved-here = O login foi solicitado neste mesmo navegador.

## Registering

register-title = Criar conta
register-lead = Escolha um nome e informe um endereço de e-mail para entrar em outros dispositivos.
register-username-hint = De 1 a 32 letras, números, pontos, hifens e sublinhados.
register-email-label = Endereço de e-mail (opcional)
register-email-hint = Sem ele, só será possível acessar a conta por este navegador: se você sair, ninguém poderá devolver o acesso.
register-button = Criar conta
register-have-account = Já tem uma conta?

## What is wrong with a form

problem-missing-email = Digite um endereço de e-mail.
problem-invalid-email = Este não é um endereço de e-mail válido. Use o formato nome@example.org, sem nada antes nem depois.
problem-missing-username = Digite um nome de usuário.
problem-invalid-username = O nome de usuário deve ter de 1 a 32 letras, números, pontos, hifens e sublinhados, além de começar e terminar com uma letra ou um número.
problem-username-reserved = Este nome é reservado. Escolha outro.
problem-username-taken = Este nome já está em uso. Escolha outro.
problem-missing-code = Digite o código do e-mail.
problem-malformed-code = O código tem oito caracteres, como K7QM-2XTD. Isso não contou como tentativa.
problem-match-code-typed = Este é o código que aparece nesta página. Digite-o no dispositivo em que você abrir o link; aqui vai o código do e-mail. Isso não contou como tentativa.
problem-match-code-missing = Digite o código que aparece no dispositivo que está aguardando.
problem-match-code-malformed = Este não é o código do dispositivo que está aguardando, que tem seis caracteres (números e letras de A a F). Isso não contou como tentativa.
problem-match-code-wrong = Este não é o código que aparece no dispositivo que está aguardando. No terceiro código errado, este login é encerrado.
problem-match-code-wrong-last = Este não é o código que aparece no dispositivo que está aguardando. Com mais um código errado, este login é encerrado.
problem-wrong-code = Este não é o código do e-mail, que tem oito caracteres. O código desta página deve ser digitado no outro dispositivo. No terceiro código errado, este login é encerrado.
problem-missing-name = Dê um nome à chave.
problem-invalid-name = O nome deve ter de 1 a 64 caracteres visíveis.
problem-invalid-session-name = O nome deve ter de 1 a 64 caracteres visíveis.
problem-invalid-description = A finalidade pode ter no máximo 200 caracteres visíveis.
problem-missing-scopes = Escolha pelo menos uma permissão para a chave.
problem-missing-life = Escolha por quanto tempo a chave deve valer.
problem-name-taken = Você já tem uma chave com este nome.
problem-too-many-keys = Você atingiu o limite de chaves. Revogue uma antes.
problem-missing-confirmation = Digite seu nome de usuário para confirmar.
problem-wrong-confirmation = Este não é o seu nome de usuário. Nada foi excluído.

## The account

account-title = Minha conta
account-heading = Conta “{ $username }”
account-contents = Nesta página
account-sign-out-here = Sair aqui
account-notice-session-ended = O dispositivo foi desconectado. O acesso que ele ainda tiver deixa de funcionar em até { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}.
account-notice-session-renamed = O nome foi alterado.
account-notice-sessions-ended = Todos os outros dispositivos foram desconectados.
account-notice-key-revoked = A chave foi revogada e não dá mais acesso a nada.
account-notice-username-changed = O nome de usuário foi alterado. Durante 30 dias, só você pode voltar a usar o anterior.
account-notice-email-asked = Enviamos um e-mail para o novo endereço. A alteração vale depois que você confirmar por lá.
account-notice-email-removed = O endereço foi removido. Agora não é possível entrar por e-mail.
account-notice-email-cancelled = A alteração de endereço foi cancelada.
account-notice-email-resent = O e-mail foi reenviado. Os links dos e-mails anteriores não funcionam mais.
account-notice-email-unchanged = Este já é o seu endereço.
account-notice-login-approved = O dispositivo foi aprovado. Ele vai entrar automaticamente.
account-notice-login-denied = O login foi recusado. Ninguém entrou.
account-notice-login-undone = O dispositivo foi desconectado.
account-notice-login-failed = Esse foi o terceiro código errado, e o login foi encerrado. Se era seu, comece de novo.
account-notice-login-gone = Esse login já foi aprovado ou recusado, ou expirou.
account-notice-gone = Esse dispositivo ou essa chave já não existia mais.
account-notice-undecided = Nada foi alterado.
logins-title = { $count ->
    [one] Um dispositivo está aguardando
   *[other] Há dispositivos aguardando
}
logins-in-doubt = Na dúvida, recuse.
logins-asked = solicitado
logins-expires = expira
logins-more = Há mais logins aguardando do que cabem aqui. Se o seu não aparece, comece de novo: os mais recentes são exibidos.
logins-let-in-title = Aprovado agora há pouco
logins-let-in-text = { $minutes ->
    [one] Por mais { $minutes } minuto, você pode desconectar este dispositivo e desfazer tudo o que ele criou ou solicitou.
   *[other] Por mais { $minutes } minutos, você pode desconectar este dispositivo e desfazer tudo o que ele criou ou solicitou.
}
sessions-title = Sessões ativas
sessions-none = Não há nenhuma outra sessão ativa.
sessions-end-others = Encerrar todas as outras
sessions-end-others-question = Todas as sessões, menos esta, serão encerradas imediatamente, em todas as páginas desta lista.
sessions-end-others-button = Sim, encerrar todas as outras
session-current = Este dispositivo
session-details = Detalhes
session-device = Dispositivo
session-device-probably = provavelmente { $device }
session-created = Entrou em
session-signed-in = entrou
session-last-seen = Última atividade
session-last-active = última atividade
session-active-now = ativo agora
session-approved-from = Aprovado a partir do IP
session-registered = não foi preciso: este dispositivo criou a conta
session-approved-unknown = endereço desconhecido
session-let-in-by = Aprovado por
session-let-in-by-ended = um dispositivo que não está mais conectado
session-expires = Sem uso, expira em
session-name = Nome deste dispositivo
session-name-hint = Deixe em branco para usar o nome do próprio dispositivo.
session-rename = Renomear
session-end = Encerrar sessão
session-end-question = O dispositivo “{ $name }” será desconectado imediatamente.
session-end-button = Encerrar “{ $name }”
kind-browser = Navegador
group-browser = Navegadores
kind-desktop = Aplicativo de computador
group-desktop = Aplicativos de computador
kind-mobile = Aplicativo de celular
group-mobile = Aplicativos de celular
kind-command-line = Linha de comando
group-command-line = Linha de comando
kind-television = TV ou outro aparelho
group-television = TVs e outros aparelhos
kind-other = Outro
group-other = Outros
pager-next = Mais
pager-first = Primeira página
keys-title = Chaves de API
keys-lead = Para scripts e máquinas que agem em seu nome.
keys-none = Você não tem chaves de API.
key-state-active = ativa
key-state-ending = expira em breve
key-state-expired = expirada
key-last-used = último uso
key-last-used-at = Último uso
key-never-used = nunca usada
key-ends = expira
key-ended = expirou
key-revoke = Revogar
key-revoke-question = Tudo o que usa a chave “{ $name }” vai parar de funcionar imediatamente.
key-revoke-button = Revogar “{ $name }”
key-description = Finalidade
key-scopes = Permissões
key-created = Criada em
key-expires = Expira em
key-new-title = Nova chave de API
key-new-lead = Dê à chave só as permissões necessárias, e só pelo tempo necessário.
key-name = Nome
key-name-hint = O que vai usar a chave, por exemplo “script de backup”.
key-description-label = Finalidade (opcional)
key-scopes-legend = O que a chave pode fazer? Escolha pelo menos uma opção.
key-life-legend = Por quanto tempo a chave vale?
key-life = { $days ->
    [one] { $days } dia
   *[other] { $days } dias
}
key-new-told = Você recebe um e-mail quando a chave é criada e outro antes de ela expirar.
key-new-button = Criar chave
scope-account-read = Ver sua conta: nome e endereço
scope-account-write = Alterar seu nome e excluir sua conta
scope-sessions-read = Ver as sessões ativas
scope-sessions-write = Desconectar seus dispositivos
scope-keys-read = Ver suas chaves de API, sem as chaves em si
scope-keys-write = Criar e revogar chaves de API com, no máximo, as permissões desta
scope-tokens-issue = Obter tokens de curta duração para outros servidores
scope-extra = Para um servidor por trás deste:
key-created-title = Sua chave está pronta
key-created-once = Esta é a única vez em que a chave é exibida. Guarde-a agora onde ela será usada ou em um gerenciador de senhas.
key-created-label = Chave de API “{ $name }”
key-created-copy = Copiar
key-created-copied = Copiada.
key-created-try = Experimente
key-created-done = Já guardei a chave
address-title = Endereço e nome
address-verified = confirmado
address-unverified = não confirmado
address-missing = nenhum: não é possível entrar em outros dispositivos
address-pending = Novo endereço
address-pending-hint = passa a valer quando o link enviado a ele for aberto
address-resend = Reenviar o e-mail
address-cancel = Cancelar a alteração
address-new = Novo endereço de e-mail
address-new-hint = Passa a valer depois da sua confirmação. O endereço antigo recebe um aviso e pode desfazer a alteração por 72 horas.
address-change = Alterar
address-remove = Remover o endereço
address-remove-question = Sem um endereço, você não poderá entrar em outros dispositivos, nem voltar a entrar aqui depois de sair.
address-remove-button = Sim, remover
username-change = Alterar nome
data-title = Meus dados
data-text = Conta, sessões, chaves e atividade recente em JSON, sem nenhum dado secreto.
data-button = Baixar meus dados
danger-title = Ações irreversíveis
danger-everywhere = Encerrar tudo
danger-everywhere-text = Encerra todas as sessões, inclusive esta, e todos os logins em andamento. As chaves de API continuam valendo.
danger-everywhere-button = Encerrar tudo
danger-everywhere-question = Você vai precisar entrar de novo em todos os dispositivos.
danger-everywhere-confirm = Sim, encerrar tudo
danger-delete = Excluir conta
danger-delete-text = Exclui a conta e tudo o que há nela, imediatamente e para sempre.
danger-delete-button = Excluir conta…
delete-title = Excluir a conta?
delete-lead = Veja o que acontece com a conta “{ $username }”:
delete-sessions = Todos os dispositivos são desconectados imediatamente.
delete-keys = Todas as chaves de API param de funcionar.
delete-name = O nome de usuário fica reservado por 30 dias; depois, outras pessoas podem usá-lo.
delete-mail = { $email } recebe um aviso, se estiver confirmado, e depois é apagado.
delete-warning = Não dá para voltar atrás.
delete-label = Para confirmar, digite { $username }
delete-button = Excluir a conta para sempre
deleted-title = A conta foi excluída
deleted-text = A conta “{ $username }” foi excluída, com as sessões, as chaves de API e o endereço.

## More outcomes and errors

label-decided = Decidido em
label-decided-from = A partir do IP
label-expired = Expirou em
outcome-account = Ver minhas sessões ativas
outcome-new-mail = Solicitar um novo e-mail
error-home = Ir para a página inicial
error-text-not-found = Não há nada neste endereço. Talvez o link tenha sido cortado.
error-text-method-not-allowed = Este endereço não mostra nada sozinho. Volte à página de onde você veio.
error-text-malformed-body = Não foi possível ler a solicitação. Volte e tente de novo.
error-text-body-too-large = O conteúdo enviado é grande demais.
error-text-unsupported-media-type = O conteúdo enviado está no formato errado.
error-text-request-timeout = A solicitação demorou demais para chegar. Tente de novo.
error-text-registration-closed = No momento, não é possível criar novas contas aqui.
error-text-authentication-required = Para isso, é preciso entrar na conta.
error-text-invalid-credentials = Sua sessão foi encerrada. Entre de novo.
error-text-ambiguous-credentials = A solicitação traz dois logins diferentes ao mesmo tempo.
error-text-insufficient-scope = A forma como você entrou não permite fazer isso.
error-text-cross-origin = Seu navegador não confirmou que este formulário veio daqui. Abra a página de novo e tente mais uma vez; nada foi alterado. Se isso se repetir, o navegador não está guardando cookies: permita os cookies deste site ou use outro navegador.
error-text-misdirected-request = Esta página só responde na própria máquina do servidor, e só pelo nome ou endereço dela, como localhost.
error-text-unavailable = O serviço está fora do ar no momento. Tente de novo; nada foi perdido.
error-text-internal = Algo deu errado do nosso lado. Tente de novo.
error-text-too-fast-minutes = Houve solicitações demais a partir da sua rede. Tente de novo em { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}.
error-text-untold = Nada foi alterado. O endereço da sua conta é avisado de cada alteração e já recebeu avisos demais. Tente de novo em { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}.
error-text-too-fast = Foi rápido demais. Tente de novo em { $seconds ->
    [one] { $seconds } segundo
   *[other] { $seconds } segundos
}.

## Mail about a deleted account

mail-username-changed-subject = Seu nome de usuário em { $host } foi alterado
mail-username-changed-heading = Seu nome de usuário foi alterado
mail-username-changed-intro = Desde { $time }, a conta “{ $old }” em { $host } se chama “{ $username }”.
mail-username-changed-rest = Durante 30 dias, ninguém mais pode usar o nome “{ $old }”. Até lá, sua conta pode recuperá-lo.
mail-username-changed-advice = Se foi você, não é preciso fazer nada. Se não foi, entre com este endereço, devolva o nome antigo à sua conta, encerre as sessões e revogue as chaves de API que não reconhecer.
mail-account-deleted-subject = Sua conta em { $host } foi excluída
mail-account-deleted-heading = Sua conta foi excluída
mail-account-deleted-intro = A conta “{ $username }” em { $host } foi excluída em { $time }, com as sessões e chaves de API. Depois deste e-mail, este endereço deixa de ser armazenado.
mail-account-deleted-advice = Não foi você? Então outra pessoa teve acesso à sua conta. Não é possível recuperá-la; avise a administração do site.
mail-account-deleted-again = Você pode criar uma nova conta a qualquer momento:
mail-account-deleted-button = Criar conta

## Recent activity

activity-title = Atividade recente
activity-lead = O que aconteceu na sua conta { $days ->
    [one] no último dia
   *[other] nos últimos { $days } dias
}. Se não reconhecer alguma coisa, desconecte o dispositivo que a fez.
activity-none = Nada por enquanto.
event-account-registered = Conta criada
event-account-deleted = Conta excluída
event-username-changed = Nome de usuário alterado
event-login-asked = Login solicitado por
event-login-mail-withheld = E-mail de login retido por excesso de envios, solicitado por
event-login-approved = Login aprovado para
event-login-denied = Login recusado para
event-login-failed = Login encerrado após três códigos errados:
event-login-undone = Login desfeito para
event-session-begun = Conectado:
event-session-ended = Desconectado:
event-session-expired = Desconectado automaticamente por fim do prazo:
event-sessions-ended = Vários dispositivos desconectados
event-access-key-created = Chave de API criada:
event-access-key-revoked = Chave de API revogada:
event-access-keys-revoked = Todas as chaves de API revogadas
event-email-change-asked = Alteração de endereço solicitada
event-email-verified = Endereço confirmado
event-email-changed = Endereço alterado
event-email-removed = Endereço removido
event-email-change-undone = Alteração de endereço desfeita, todos os dispositivos desconectados

## What a device made, and what is older than the first proof of an address

made-sessions = { $count ->
    [one] { $count } dispositivo conectado
   *[other] { $count } dispositivos conectados
}
made-keys = { $count ->
    [one] { $count } chave de API
   *[other] { $count } chaves de API
}
made-changes = uma alteração de endereço
made-approvals = { $count ->
    [one] { $count } login aprovado
   *[other] { $count } logins aprovados
}
older-title = Tudo isso é seu?
older-lead = Até agora, nenhum endereço desta conta tinha sido confirmado. Ela já tem:
older-may-be = Talvez seja a primeira vez que seu endereço é confirmado na conta que você escolher. Ela pode ter dispositivos e chaves de API de antes disso.
older-hint = Qualquer pessoa pode informar um endereço alheio ao criar uma conta. O que você não reconhecer pode ser de quem fez isso. Na dúvida, encerre.
older-way-back = Até { $until }, um endereço anterior desta conta pode recuperá-la. Não é possível desativar isso aqui.
older-end = Não é meu, ou não tenho certeza: encerrar tudo isso
older-end-button = Encerrar tudo isso
older-keep-button = Tudo isso é meu
undone-made = Esse dispositivo também deixou:
undone-gone = Tudo isso também foi encerrado.
undone-email-restored = O dispositivo tinha alterado o endereço da conta. O endereço antigo voltou a valer.
undo-box = Sim, desconectar esse dispositivo
confirm-box = Eu solicitei este login
confirm-box-missing = Marque a caixa para aprovar.
email-verification-box = A conta “{ $username }” é minha
email-verification-box-missing = Marque a caixa para confirmar o endereço.
email-change-box = A conta “{ $username }” é minha
email-change-box-missing = Marque a caixa para confirmar o novo endereço.
email-undo-box = Sim, desfazer a alteração e desconectar todos os dispositivos
email-undo-box-missing = Marque a caixa para desfazer a alteração.
session-change-withdrawn = A alteração de endereço será cancelada.
session-end-keys = { $count ->
    [one] Revogar também a chave de API criada por ele
   *[other] Revogar também as { $count } chaves de API criadas por ele
}
session-end-let-in = { $count ->
    [one] Desconectar também o dispositivo aprovado por ele
   *[other] Desconectar também os { $count } dispositivos aprovados por ele
}
sessions-end-keys = { $count ->
    [one] Revogar também { $count } chave de API que não foi criada por este dispositivo
   *[other] Revogar também { $count } chaves de API que não foram criadas por este dispositivo
}
key-made = { $count ->
    [one] A chave criada por ela também será revogada.
   *[other] As { $count } chaves criadas por ela também serão revogadas.
}
key-keep-children = { $count ->
    [one] Manter a chave criada por ela
   *[other] Manter as chaves criadas por ela
}
account-notice-older-ended = Tudo isso foi encerrado.
account-notice-older-kept = Tudo continua como está.
account-aside-email-restored = { undone-email-restored }
account-aside-keys-revoked = As chaves de API criadas ali foram revogadas.
account-aside-keys-left = As chaves de API criadas ali continuam funcionando: veja abaixo.
account-aside-change-withdrawn = A alteração de endereço solicitada ali foi cancelada.
account-aside-let-in-ended = Os dispositivos aprovados por ele também foram desconectados.
event-email-change-withdrawn = Alteração de endereço cancelada
