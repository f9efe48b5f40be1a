## Everywhere

date-time = { $day } { $month ->
    [1] gennaio
    [2] febbraio
    [3] marzo
    [4] aprile
    [5] maggio
    [6] giugno
    [7] luglio
    [8] agosto
    [9] settembre
    [10] ottobre
    [11] novembre
   *[12] dicembre
} { $year } alle ore { $time } { $zone }
quoted = “{ $text }”
detail-line = { $label }: { $value }
skip-to-content = Vai al contenuto
account-named = l’account “{ $username }”
your-account = il suo account
device-named = Il dispositivo che si presenta come { $platform }
device-unnamed = L’altro dispositivo
the-address = questo indirizzo

label-account = Account
label-platform = Si presenta come
label-user-agent = Browser o programma
label-ip = Indirizzo IP
label-requested = Data della richiesta
label-expires = Scadenza del link
label-address = Indirizzo da confermare
label-address-old = Indirizzo attuale
label-address-kept = Indirizzo da ripristinare
label-address-dropped = Indirizzo da scartare
address-none = nessuno (l’indirizzo doveva essere rimosso)

## Mails

mail-footer = Email inviata da { $host } perché su quel sito qualcuno ha inserito questo indirizzo. Non contiene tracciamento né pubblicità.
mail-footer-owner = Email inviata da { $host } perché questo è o era l’indirizzo dell’account “{ $username }” su quel sito. Non contiene tracciamento né pubblicità.
mail-button-hint = Il pulsante non funziona? Apra [questo link] oppure ne copi l’indirizzo e lo incolli nel browser:
mail-link-expires = Scadenza del link: { $time }.
mail-asked-heading = Chi ha fatto la richiesta

mail-login-subject = { $code } è il suo codice per accedere a { $brand }
mail-login-subject-shared = Verifichi un accesso a { $host }
mail-login-heading = È lei che sta accedendo?
mail-login-intro = Un dispositivo chiede di accedere a { $host } come “{ $username }”.
mail-login-intro-shared = Un dispositivo chiede di accedere a { $host } con questo indirizzo. Lo usano più account: potrà scegliere quale nella pagina del link.
mail-login-review-line = Per verificare l’accesso e approvarlo o rifiutarlo, apra questo link:
mail-login-review-or-line = Oppure apra questo link per verificare l’accesso e approvarlo o rifiutarlo:
mail-login-button = Verifica l’accesso
mail-login-review-html = Verifichi l’accesso e lo approvi o lo rifiuti:
mail-login-review-or-html = Oppure verifichi l’accesso e lo approvi o lo rifiuti:
mail-login-code-line = Inserisca questo codice sul dispositivo in attesa:
mail-login-expires = Scadenza del link e del codice: { $time } ({ $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minuti
} dopo la richiesta).
mail-login-held-back-strangers = Questa è l’ultima email di oggi per gli accessi da dispositivi e reti sconosciuti a questo account: le successive saranno trattenute per un massimo di 24 ore. Per accedere nel frattempo, usi un dispositivo o una rete da cui ha già effettuato l’accesso, oppure approvi la richiesta su un dispositivo già connesso.
mail-login-held-back-all = Questa è l’ultima email di oggi per gli accessi: le successive saranno trattenute per un massimo di 24 ore. Per accedere nel frattempo, approvi la richiesta su un dispositivo già connesso.
mail-login-not-you = Non è lei? Non deve fare nulla: senza la sua approvazione non entra nessuno. Per rifiutare questo accesso, apra il link e scelga “Non sono io”. Non comunichi mai a nessuno il codice o il link. L’assistenza non glieli chiederà mai.

mail-email-button = Verifica l’indirizzo
mail-verification-subject = Confermi il suo indirizzo email per { $host }
mail-verification-heading = Confermi il suo indirizzo email
mail-verification-intro = Su { $host } è stato creato l’account “{ $username }” con l’indirizzo { $email }.
mail-verification-line = Per confermare che questo indirizzo è suo, apra questo link:
mail-verification-not-you = Non l’ha creato lei? Non deve fare nulla: l’indirizzo resterà non confermato.

mail-email-change-verification-subject = Confermi il suo nuovo indirizzo email per { $host }
mail-email-change-verification-heading = Confermi il suo nuovo indirizzo email
mail-email-change-verification-intro = È stato chiesto che l’account “{ $username }” su { $host } usi d’ora in poi l’indirizzo { $email }.
mail-email-change-verification-line = Per confermare il nuovo indirizzo, apra questo link:
mail-email-change-verification-not-you = Non l’ha chiesto lei? Non deve fare nulla: senza il link l’indirizzo non cambia.

mail-undo-nothing-to-do = Se l’ha chiesto lei, non deve fare nulla.
mail-undo-line = Non l’ha chiesto lei? Questo link annulla la modifica e disconnette tutti i dispositivi:
mail-undo-explanation = Non l’ha chiesto lei? Annulli la modifica: l’indirizzo precedente viene ripristinato e tutti i dispositivi vengono disconnessi.
mail-change-stop-line = Non l’ha chiesto lei? Questo link blocca la modifica; l’indirizzo resta quello attuale e tutti i dispositivi vengono disconnessi:
mail-change-stop-button = Blocca la modifica
mail-undo-button = Annulla la modifica
mail-email-change-requested-subject = Il suo indirizzo email su { $host } sta per cambiare
mail-email-change-requested-heading = Il suo indirizzo email sta per cambiare
mail-email-change-requested-intro = Per l’account “{ $username }” su { $host } è stato chiesto di sostituire questo indirizzo con { $email }. La modifica avrà effetto dopo la conferma del nuovo indirizzo. Data della richiesta: { $time }.
mail-email-change-requested-intro-removal = Per l’account “{ $username }” su { $host } è stato chiesto di rimuovere questo indirizzo. Data della richiesta: { $time }.
mail-email-changed-subject = Il suo indirizzo email su { $host } è cambiato
mail-email-changed-heading = Il suo indirizzo email è cambiato
mail-email-changed-intro = L’account “{ $username }” su { $host } ora usa l’indirizzo { $email } al posto di questo. Data della modifica: { $time }.
mail-email-changed-intro-removal = L’account “{ $username }” su { $host } non ha più un indirizzo: prima era questo. Data della modifica: { $time }.

## The page behind the link of a sign-in

confirm-title = Approvare questo accesso?
confirm-title-error = Errore: approvare questo accesso?
confirm-as = chiede di accedere come
confirm-lead = Un dispositivo chiede di accedere a { $host }. Ciò che dice di sé non è stato verificato.
confirm-warning = Approvi solo se l’ha chiesto lei, su un dispositivo che ha davanti. L’assistenza non glielo chiederà mai.
confirm-in-doubt = In caso di dubbio, rifiuti. Può anche semplicemente chiudere questa pagina: senza la sua approvazione non entra nessuno.
confirm-approve = Approva
confirm-deny = Non sono io
confirm-account-legend = Quale account?
confirm-account-verified = (confermato)
confirm-account-error = Scelga l’account a cui accedere.
match-label = Codice sul dispositivo in attesa
match-hint = Sei caratteri, sullo schermo del dispositivo in attesa. Non è il codice dell’email.
match-error-missing = Inserisca il codice mostrato dal dispositivo in attesa.
match-error-malformed = Questo non è un codice del dispositivo in attesa: ha sei caratteri, cifre e lettere dalla A alla F. Il codice dell’email ne ha otto e non va inserito qui.
match-error-wrong = Questo non è il codice mostrato dal dispositivo in attesa.
match-tries-left = { $count ->
    [one] Le resta un tentativo.
   *[other] Le restano { $count } tentativi.
}
error-summary = Da controllare
confirm-deny-title = Rifiutare questo accesso?
confirm-deny-text = Il dispositivo che si presenta come { $platform } saprà che l’accesso è stato rifiutato. Se invece era lei, ripeta l’accesso da lì: è possibile in qualsiasi momento.
confirm-deny-box = Sì, rifiuta questo accesso
confirm-deny-missing = Selezioni la casella per rifiutare.
confirm-deny-button = Rifiuta
confirm-deny-back = Indietro

approved-title = Accesso approvato
approved-look-other = Continui sull’altro dispositivo.
approved-look-television = Continui sul televisore.
approved-text = Il dispositivo che si presenta come { $platform } può accedere come “{ $username }”.
approved-later = Per terminare questa sessione in seguito, acceda qui e vada a “Dove ha effettuato l’accesso”.
approved-close = Può chiudere questa pagina: in questo browser non è stato effettuato alcun accesso.
undo-heading = Non è stato lei, o è stato un errore?
undo-text = Ha ancora { $minutes ->
    [one] un minuto
   *[other] { $minutes } minuti
} per disconnettere quel dispositivo da qui (scadenza: { $time }).
undo-button = Disconnetti quel dispositivo

## Outcomes

outcome-denied-title = Accesso rifiutato
outcome-denied-text = { $device } non ha avuto accesso. Il suo account è rimasto com’era.
outcome-denied-next = Non deve fare altro. Ha rifiutato per errore? Ricominci su quel dispositivo.
outcome-undone-title = Dispositivo disconnesso
outcome-undone-text = { $device } è stato disconnesso.
outcome-undone-next = Nel suo account può vedere dove altro ha effettuato l’accesso.
outcome-already-approved-title = Già approvato
outcome-already-approved-text = Questo accesso era già stato approvato. Ogni link vale per una sola decisione.
outcome-already-approved-next = Non l’ha approvato lei? Controlli le sessioni del suo account e termini quelle che non riconosce.
outcome-already-undone-title = Approvazione annullata
outcome-already-undone-text = Questo accesso è stato approvato e poi annullato. Ogni link vale per una sola decisione.
outcome-already-undone-next = { outcome-already-denied-next }
outcome-already-denied-title = Già rifiutato
outcome-already-denied-text = Questa richiesta di accesso è chiusa: è stata rifiutata, oppure annullata da codici errati o da una disconnessione di tutti i dispositivi. Ogni link vale per una sola decisione.
outcome-already-denied-next = Per accedere, ricominci sul dispositivo che era in attesa; riceverà una nuova email.
outcome-expired-title = Questo link è scaduto
outcome-expired-text = Per la sua sicurezza, i link di accesso valgono solo pochi minuti. Non è stato modificato nulla.
outcome-expired-next = Ricominci sul dispositivo che era in attesa; riceverà una nuova email.
outcome-too-many-codes-title = Troppi codici errati
outcome-too-many-codes-text = La richiesta di accesso è stata annullata dopo tre codici errati. Non è entrato nessuno.
outcome-too-many-codes-next = Se la richiesta era sua, ricominci sul dispositivo che era in attesa; riceverà una nuova email e un nuovo codice.
outcome-unknown-link-title = Questo link non funziona
outcome-unknown-link-text = Forse il suo programma di posta l’ha troncato. Torni all’email e inserisca il codice sul dispositivo in attesa, oppure copi l’intero link nella barra degli indirizzi.
outcome-unknown-link-next = Se non basta, chieda una nuova email sul dispositivo in attesa.
outcome-email-confirmed-title = Indirizzo confermato
outcome-email-confirmed-text = D’ora in poi { $username } usa { $email }.
outcome-email-confirmed-next = Può chiudere questa pagina.
outcome-email-undone-title = Modifica annullata
outcome-email-undone-text = Ora { $username } usa di nuovo l’indirizzo precedente e tutti i dispositivi sono stati disconnessi.
outcome-email-undone-next = Acceda di nuovo con l’indirizzo precedente.
outcome-email-link-used-title = Già fatto
outcome-email-link-used-text = Questo link è già stato usato e ha avuto effetto.
outcome-email-link-used-next = Nel suo account può vedere quale indirizzo è in uso.
outcome-email-link-expired-title = Questo link è scaduto
outcome-email-link-expired-text = I link nelle email valgono per un tempo limitato. Non è stato modificato nulla.
outcome-email-link-expired-next = Nel suo account può chiedere una nuova email.
outcome-email-link-confirmed-title = Già confermato
outcome-email-link-confirmed-text = { $email } è l’indirizzo confermato di { $username }. È stato confermato prima che si aprisse questo link.
outcome-email-link-confirmed-next = Non serve fare altro.
outcome-email-link-replaced-title = Questo link è stato sostituito
outcome-email-link-replaced-text = Dopo l’invio di questa email è stato impostato di nuovo un indirizzo per { $username }. Questo link non ha modificato nulla.
outcome-email-link-replaced-next = Usi l’email più recente oppure controlli l’indirizzo nel suo account.

## The page behind a link about an address

email-verification-title = Confermi il suo indirizzo email
email-verification-text = L’account e l’indirizzo sono suoi?
email-verification-button = Conferma indirizzo
email-verification-otherwise = Non è lei? Chiuda semplicemente questa pagina: non succederà nulla.
email-change-title = Confermi il suo nuovo indirizzo email
email-change-text = Dopo la conferma, le email di questo account, e quindi ogni accesso, passeranno per il nuovo indirizzo.
email-change-button = Conferma nuovo indirizzo
email-change-otherwise = Non l’ha chiesto lei? Chiuda semplicemente questa pagina: l’indirizzo non cambierà.
email-undo-title = Annullare la modifica dell’indirizzo?
email-undo-text = L’indirizzo precedente viene ripristinato subito.
email-undo-warning = Tutti i dispositivi di questo account verranno disconnessi, compreso questo. Poi acceda di nuovo con l’indirizzo precedente.
email-undo-button = Annulla la modifica e disconnetti tutto
email-undo-otherwise = Ha fatto lei la modifica? Chiuda semplicemente questa pagina: non succederà nulla.

## Errors

error-status = Errore { $status }
error-request-id = Per l’amministratore:
error-title-400 = Richiesta non comprensibile
error-title-401 = È necessario accedere
error-title-403 = Operazione non consentita
error-title-404 = Qui non c’è nulla
error-title-405 = Operazione non disponibile qui
error-title-409 = Già in uso
error-title-413 = Troppi dati
error-title-415 = Tipo di contenuto non valido
error-title-422 = Controlli i dati inseriti
error-title-429 = Troppe richieste
error-title-500 = Si è verificato un problema
error-title-503 = Servizio momentaneamente non disponibile
error-title-other = Non ha funzionato

## The development mailbox

mailbox-title = Casella di sviluppo
mailbox-lead = Nessun server di posta è configurato: le email arrivano qui invece di essere inviate. Solo questo computer può aprire questa pagina. Le più recenti sono in alto.
mailbox-json = Lo stesso in JSON:
mailbox-empty-it = Per svuotare la casella:
mailbox-empty = Ancora nessuna email. Crei un account o acceda, poi torni qui.
mailbox-count = { $count ->
    [one] Un’email.
   *[other] { $count } email.
}
mailbox-empty-button = Svuota la casella
mailbox-from = Da
mailbox-recipient = A
mailbox-date = Data
mailbox-links = Link
mailbox-preview = Come HTML
mailbox-wide = Largo
mailbox-phone = Telefono
mailbox-width = Larghezza
mailbox-text = Come testo
mailbox-headers = Intestazioni
mailbox-source = Sorgente
mailbox-back = Tutte le email
mailbox-alone = Solo l’HTML
mailbox-to = a { $to }
mailbox-open = Apri
mailbox-filter = Solo email a
mailbox-filter-button = Mostra

## The reference of the API

docs-version = Versione { $version }
docs-openapi = Documento OpenAPI
docs-contents = Indice
docs-parameters = Parametri
docs-required = obbligatorio
docs-request = Corpo della richiesta
docs-everywhere = Oltre a quanto indicato per ogni endpoint, quelli che ricevono un corpo possono rispondere 408 e 415, e tutti possono rispondere 413, 429, 500 e 503.
docs-responses = Risposte

mail-access-key-created-subject = Una nuova chiave di accesso su { $host }
mail-access-key-created-heading = È stata creata la chiave di accesso “{ $name }”
mail-access-key-created-intro = Per l’account “{ $username }” su { $host } è stata creata la chiave di accesso “{ $name }”, che inizia con { $prefix }. Data di creazione: { $time }.
mail-access-key-created-advice = Se l’ha creata lei, non deve fare nulla. Altrimenti acceda, la revochi e termini le sessioni che non riconosce.
mail-access-key-expiring-subject = Una chiave di accesso su { $host } sta per scadere
mail-access-key-expiring-heading = La chiave di accesso “{ $name }” scade presto
mail-access-key-expiring-intro = La chiave di accesso “{ $name }” (inizia con { $prefix }) dell’account “{ $username }” su { $host } sta per scadere. Scadenza: { $time }. Da quel momento tutto ciò che la usa smetterà di funzionare.
mail-access-key-expiring-advice = Se serve ancora, ne crei una nuova e la sostituisca.
mail-access-key-scopes = Autorizzazioni: { $scopes }.
mail-access-key-expires = Scadenza: { $time }.
mail-access-key-line = Per vedere il suo account, apra questo link:
mail-access-key-button = Vai al mio account

## Times

relative-now = poco fa
relative-minutes-ago = { $count ->
    [one] un minuto fa
   *[other] { $count } minuti fa
}
relative-hours-ago = { $count ->
    [one] un’ora fa
   *[other] { $count } ore fa
}
relative-days-ago = { $count ->
    [one] un giorno fa
   *[other] { $count } giorni fa
}
relative-months-ago = { $count ->
    [one] un mese fa
   *[other] { $count } mesi fa
}
relative-years-ago = { $count ->
    [one] un anno fa
   *[other] { $count } anni fa
}
relative-soon = tra meno di un minuto
relative-minutes-ahead = { $count ->
    [one] tra un minuto
   *[other] tra { $count } minuti
}
relative-hours-ahead = { $count ->
    [one] tra un’ora
   *[other] tra { $count } ore
}
relative-days-ahead = { $count ->
    [one] tra un giorno
   *[other] tra { $count } giorni
}
relative-months-ahead = { $count ->
    [one] tra un mese
   *[other] tra { $count } mesi
}
relative-years-ahead = { $count ->
    [one] tra un anno
   *[other] tra { $count } anni
}

## Signing in

footer-language = Lingua
back = Indietro
title-error = Errore:
label-email = Indirizzo email
label-username = Nome utente
device-on = { $program } su { $system }
sign-in-title = Accedi
sign-in-heading = Accedi a { $name }
sign-in-lead = Senza password: riceverà un’email con un link e un codice.
sign-in-return = Poi proseguirà su { $host }.
sign-in-several = Più account con questo indirizzo?
sign-in-username-hint = Con un nome utente, l’email riguarderà quell’account e conterrà un codice da inserire. Altrimenti potrà scegliere l’account nella pagina del link.
sign-in-button = Continua
sign-in-no-account = Non ha ancora un account?
sign-in-already = Ha effettuato l’accesso come { $username }
sign-in-go-on = Continua
sign-in-reason-ended = La sua sessione è stata terminata, forse da un altro dispositivo. Acceda di nuovo per continuare.
sign-in-reason-signed-out = Disconnessione effettuata.
sign-in-insecure = Questa pagina arriva tramite http non cifrato, quindi il browser non può mantenere l’accesso. Avvisi l’amministratore che serve https. Le app che inviano un token con ogni richiesta non ne risentono.

## Signing out

sign-out-title = Uscire dall’account?
sign-out-text = Ha effettuato l’accesso come { $username }. Uscirà solo da questo browser; gli altri dispositivi resteranno connessi.
sign-out-button = Esci
sign-out-stay = Non uscire
sign-out-nobody-title = Non ha effettuato l’accesso
sign-out-nobody-text = In questo browser non è stato effettuato alcun accesso.

## Waiting

waiting-title-pending = Controlli la posta
waiting-title-approved = Accesso approvato
waiting-title-denied = L’accesso è stato rifiutato
waiting-title-expired = Questa richiesta di accesso è scaduta
waiting-lead = Apra la nostra email su qualsiasi dispositivo e approvi l’accesso. Se l’indirizzo appartiene a un account, l’abbiamo inviata a
waiting-alive = In attesa della sua approvazione.
waiting-wrong-address = Indirizzo sbagliato? Modifica
waiting-match-label = L’altro dispositivo le chiederà questo codice
waiting-match-signed-in = Ha già effettuato l’accesso su un altro dispositivo? Approvi da lì, in “Il mio account”, con questo codice. Non serve alcuna email.
waiting-expires = Questa richiesta di accesso scade
waiting-continue = Ho approvato, continua
waiting-quiet = Questa pagina controlla ogni { $seconds ->
    [one] secondo
   *[other] { $seconds } secondi
} se ha approvato.
waiting-quiet-back = Preferisco inserire il codice dell’email
waiting-quiet-link = Attendi senza digitare
waiting-code-label = Oppure inserisca il codice dell’email
waiting-code-hint = Otto caratteri. Se l’email non ne contiene, usi il link.
waiting-code-button = Accedi con il codice
waiting-no-mail = L’email non arriva?
waiting-no-mail-spam = Guardi nella cartella della posta indesiderata. L’email arriva da { $sender }.
waiting-no-mail-address = Controlli l’indirizzo, lettera per lettera.
waiting-no-mail-account = Le email vengono inviate solo agli indirizzi di un account, e non troppe alla volta.
waiting-resend = Invia di nuovo l’email
waiting-mailbox = Sviluppo: la sua email è qui:
waiting-mailbox-link = Apri la casella
waiting-notice-resent = L’email è stata inviata di nuovo. Anche il link precedente funziona.
waiting-notice-too-soon = L’email è appena stata inviata. Potrà inviarla di nuovo tra { $seconds ->
    [one] { $seconds } secondo
   *[other] { $seconds } secondi
}.
waiting-notice-too-late = Questa richiesta di accesso sta per scadere. Ne inizi un’altra.
waiting-notice-not-yet = Non ancora approvato. Apra il link nell’email e scelga “Approva”.
waiting-approved-text = Ancora un passo e l’accesso qui è completo.
waiting-text-denied = Nessuno ha effettuato l’accesso. Se è stato un errore, ricominci.
waiting-text-expired = Il link e i codici di questa richiesta non funzionano più.
waiting-again = Invia una nuova email a { $email }
not-waiting-title = Questo browser non attende alcun accesso
not-waiting-text = La richiesta è già conclusa, oppure è stata iniziata in un altro browser.
no-cookies-title = Il browser non conserva i cookie
no-cookies-waiting = Ha appena chiesto di accedere, ma il browser non ha conservato il cookie necessario per attendere l’approvazione. Con l’email in arrivo non potrà accedere qui.
no-cookies-session = L’accesso è stato approvato, ma il browser non ha conservato il cookie che mantiene la sessione. Qui non è stato effettuato alcun accesso.
no-cookies-account = L’account è stato creato, ma il browser non ha conservato il cookie che mantiene la sessione. Qui non è stato effettuato alcun accesso. Se ha indicato un indirizzo email, potrà accedere con quello in seguito. Un account senza indirizzo non è più raggiungibile: in tal caso ne crei un altro con un nome diverso.
no-cookies-allow = Consenta i cookie per { $host } nelle impostazioni del browser e verifichi che nessuna estensione li blocchi. Poi ricominci.
no-cookies-domain = Altri cookie di questo sito arrivano, quindi probabilmente il problema non dipende da lei: chieda all’amministratore di controllare l’impostazione cookie.domain.
approved-here = La richiesta veniva proprio da questo browser.

## Registering

register-title = Crea un account
register-lead = Scelga un nome e indichi un indirizzo per accedere da altri dispositivi.
register-username-hint = Da 1 a 32 lettere, cifre, punti, trattini e trattini bassi.
register-email-label = Indirizzo email (facoltativo)
register-email-hint = Senza un indirizzo, questo browser sarà il suo unico modo di accedere: una volta uscito, nessuno potrà farla rientrare.
register-button = Crea account
register-have-account = Ha già un account?

## What is wrong with a form

problem-missing-email = Inserisca un indirizzo email.
problem-invalid-email = Questo non è un indirizzo email. Deve essere del tipo nome@example.org, senza altro intorno.
problem-missing-username = Inserisca un nome utente.
problem-invalid-username = Un nome utente ha da 1 a 32 lettere, cifre, punti, trattini e trattini bassi, e inizia e finisce con una lettera o una cifra.
problem-username-reserved = Questo nome è riservato. Ne scelga un altro.
problem-username-taken = Questo nome è già in uso. Ne scelga un altro.
problem-missing-code = Inserisca il codice dell’email.
problem-malformed-code = Il codice ha otto caratteri, come K7QM-2XTD. Non è stato contato come tentativo.
problem-match-code-typed = Questo è il codice mostrato in questa pagina. Lo inserisca sul dispositivo su cui apre il link; qui va il codice dell’email. Non è stato contato come tentativo.
problem-match-code-missing = Inserisca il codice mostrato dal dispositivo in attesa.
problem-match-code-malformed = Questo non è un codice del dispositivo in attesa: ha sei caratteri, cifre e lettere dalla A alla F. Non è stato contato come tentativo.
problem-match-code-wrong = Questo non è il codice mostrato dal dispositivo in attesa. Al terzo codice errato la richiesta di accesso viene annullata.
problem-match-code-wrong-last = Questo non è il codice mostrato dal dispositivo in attesa. Con un altro codice errato la richiesta di accesso viene annullata.
problem-wrong-code = Questo non è il codice dell’email, che ha otto caratteri. Quello di questa pagina va inserito sull’altro dispositivo. Al terzo codice errato la richiesta di accesso viene annullata.
problem-missing-name = Dia un nome alla chiave.
problem-invalid-name = Il nome deve avere da 1 a 64 caratteri visibili.
problem-invalid-session-name = Il nome deve avere da 1 a 64 caratteri visibili.
problem-invalid-description = Lo scopo può avere al massimo 200 caratteri visibili.
problem-missing-scopes = Scelga almeno un’autorizzazione per la chiave.
problem-missing-life = Scelga per quanto tempo la chiave sarà valida.
problem-name-taken = Ha già una chiave con questo nome.
problem-too-many-keys = Ha raggiunto il numero massimo di chiavi. Prima ne revochi una.
problem-missing-confirmation = Inserisca il suo nome utente per confermare.
problem-wrong-confirmation = Questo non è il suo nome utente. Non è stato eliminato nulla.

## The account

account-title = Il mio account
account-heading = Account di { $username }
account-contents = In questa pagina
account-sign-out-here = Esci da qui
account-notice-session-ended = Il dispositivo è stato disconnesso. Le credenziali che ancora conserva smetteranno di funzionare entro { $minutes ->
    [one] un minuto
   *[other] { $minutes } minuti
}.
account-notice-session-renamed = Il nome è stato cambiato.
account-notice-sessions-ended = Tutti gli altri dispositivi sono stati disconnessi.
account-notice-key-revoked = La chiave è stata revocata e non dà più accesso a nulla.
account-notice-username-changed = Il nome utente è stato cambiato. Per 30 giorni solo lei potrà riprendere quello precedente.
account-notice-email-asked = Abbiamo inviato un’email al nuovo indirizzo. L’indirizzo cambierà quando lo confermerà da lì.
account-notice-email-removed = L’indirizzo è stato rimosso. Ora non è possibile accedere tramite email.
account-notice-email-cancelled = La modifica dell’indirizzo è stata annullata.
account-notice-email-resent = L’email è stata inviata di nuovo. I link delle email precedenti di questo tipo non funzionano più.
account-notice-email-unchanged = È già il suo indirizzo.
account-notice-login-approved = Il dispositivo è stato approvato. L’accesso avverrà automaticamente.
account-notice-login-denied = L’accesso è stato rifiutato. Non è entrato nessuno.
account-notice-login-undone = Il dispositivo è stato disconnesso.
account-notice-login-failed = Era il terzo codice errato e la richiesta di accesso è stata annullata. Se era sua, ricominci.
account-notice-login-gone = Questa richiesta di accesso era già stata approvata o rifiutata, oppure è scaduta.
account-notice-gone = Quel dispositivo o quella chiave non c’era già più.
account-notice-undecided = Non è stato modificato nulla.
logins-title = { $count ->
    [one] Un dispositivo è in attesa
   *[other] Ci sono dispositivi in attesa
}
logins-in-doubt = In caso di dubbio, rifiuti.
logins-asked = richiesto
logins-expires = scade
logins-more = Le richieste di accesso in attesa sono più di quelle mostrate qui. Se manca la sua, ricominci: vengono mostrate le più recenti.
logins-let-in-title = Appena approvato
logins-let-in-text = { $minutes ->
    [one] Ha ancora un minuto per disconnettere questo dispositivo e annullare tutto ciò che ha creato o chiesto.
   *[other] Ha ancora { $minutes } minuti per disconnettere questo dispositivo e annullare tutto ciò che ha creato o chiesto.
}
sessions-title = Dove ha effettuato l’accesso
sessions-none = Non ha effettuato l’accesso da nessun’altra parte.
sessions-end-others = Termina le altre sessioni
sessions-end-others-question = Tutte le sessioni tranne questa terminano subito, in tutte le pagine dell’elenco.
sessions-end-others-button = Sì, termina le altre
session-current = Questo dispositivo
session-details = Dettagli
session-device = Dispositivo
session-device-probably = probabilmente { $device }
session-created = Data dell’accesso
session-signed-in = accesso effettuato
session-last-seen = Ultima attività
session-last-active = ultima attività
session-active-now = attivo ora
session-approved-from = Approvato dall’IP
session-registered = non necessario: questo dispositivo ha creato l’account
session-approved-unknown = un indirizzo sconosciuto
session-let-in-by = Approvato da
session-let-in-by-ended = un dispositivo non più connesso
session-expires = Scadenza se inutilizzata
session-name = Nome di questo dispositivo
session-name-hint = Lo lasci vuoto per usare il nome indicato dal dispositivo.
session-rename = Rinomina
session-end = Termina sessione
session-end-question = La sessione di “{ $name }” viene terminata subito.
session-end-button = Termina la sessione di “{ $name }”
kind-browser = Browser
group-browser = Browser
kind-desktop = App desktop
group-desktop = App desktop
kind-mobile = App mobile
group-mobile = App mobili
kind-command-line = Riga di comando
group-command-line = Riga di comando
kind-television = TV o altro apparecchio
group-television = TV e altri apparecchi
kind-other = Altro
group-other = Altro
pager-next = Mostra altro
pager-first = Prima pagina
keys-title = Chiavi di accesso
keys-lead = Per script e macchine che agiscono per suo conto.
keys-none = Non ha chiavi di accesso.
key-state-active = attiva
key-state-ending = in scadenza
key-state-expired = scaduta
key-last-used = usata
key-last-used-at = Ultimo utilizzo
key-never-used = mai usata
key-ends = scade
key-ended = scaduta
key-revoke = Revoca
key-revoke-question = Tutto ciò che usa “{ $name }” smette subito di funzionare.
key-revoke-button = Revoca “{ $name }”
key-description = Scopo
key-scopes = Autorizzazioni
key-created = Data di creazione
key-expires = Scadenza
key-new-title = Nuova chiave di accesso
key-new-lead = Le dia solo le autorizzazioni necessarie e solo per il tempo necessario.
key-name = Nome
key-name-hint = Che cosa la userà, ad esempio “script di backup”.
key-description-label = Scopo (facoltativo)
key-scopes-legend = Che cosa può fare? Scelga almeno una voce.
key-life-legend = Per quanto tempo è valida?
key-life = { $days ->
    [one] un giorno
   *[other] { $days } giorni
}
key-new-told = Riceverà un’email alla creazione e un’altra prima della scadenza.
key-new-button = Crea chiave
scope-account-read = Vedere il suo account: nome e indirizzo
scope-account-write = Cambiare il suo nome ed eliminare il suo account
scope-sessions-read = Vedere dove ha effettuato l’accesso
scope-sessions-write = Disconnettere i suoi dispositivi
scope-keys-read = Vedere l’elenco delle sue chiavi di accesso, senza le chiavi stesse
scope-keys-write = Creare e revocare chiavi di accesso che non possono fare più di questa
scope-tokens-issue = Ottenere token di breve durata per altri server
scope-extra = Per un server dietro questo:
key-created-title = La chiave è pronta
key-created-once = È l’unica volta che la vedrà. La metta subito dove serve, oppure in un gestore di password.
key-created-label = Chiave di accesso “{ $name }”
key-created-copy = Copia
key-created-copied = Copiata.
key-created-try = Per provarla
key-created-done = L’ho salvata
address-title = Indirizzo e nome
address-verified = confermato
address-unverified = non confermato
address-missing = nessuno: non può accedere da altri dispositivi
address-pending = Diventerà
address-pending-hint = quando verrà aperto il link nell’email inviata a quell’indirizzo
address-resend = Invia di nuovo l’email
address-cancel = Annulla la modifica
address-new = Nuovo indirizzo email
address-new-hint = Sarà valido dopo la sua conferma. Il vecchio indirizzo riceverà un avviso e potrà annullare la modifica per 72 ore.
address-change = Cambia
address-remove = Rimuovi l’indirizzo
address-remove-question = Senza un indirizzo non potrà accedere da un altro dispositivo, né di nuovo da qui dopo la disconnessione.
address-remove-button = Sì, rimuovi
username-change = Cambia nome
data-title = I miei dati
data-text = Account, sessioni, chiavi e attività recente in formato JSON, senza alcun dato segreto.
data-button = Scarica i miei dati
danger-title = Zona pericolosa
danger-everywhere = Termina tutte le sessioni
danger-everywhere-text = Termina tutte le sessioni, compresa questa, e annulla le richieste di accesso in corso. Le chiavi di accesso restano.
danger-everywhere-button = Termina tutte le sessioni
danger-everywhere-question = Dovrà accedere di nuovo su ogni dispositivo.
danger-everywhere-confirm = Sì, termina tutte le sessioni
danger-delete = Elimina account
danger-delete-text = Elimina l’account con tutto ciò che contiene, subito e per sempre.
danger-delete-button = Elimina account…
delete-title = Eliminare l’account?
delete-lead = Ecco che cosa succede all’account “{ $username }”:
delete-sessions = Tutti i dispositivi vengono disconnessi subito.
delete-keys = Tutte le chiavi di accesso smettono di funzionare.
delete-name = Il nome utente resta riservato per 30 giorni; poi altri potranno usarlo.
delete-mail = Un avviso viene inviato a { $email }, se era confermato; poi l’indirizzo viene cancellato.
delete-warning = L’operazione non può essere annullata.
delete-label = Per confermare, inserisca { $username }
delete-button = Elimina l’account per sempre
deleted-title = L’account è stato eliminato
deleted-text = “{ $username }” è stato eliminato con tutto ciò che conteneva.

## More outcomes and errors

label-decided = Data della decisione
label-decided-from = Dall’indirizzo IP
label-expired = Data di scadenza
outcome-account = Vedi dove ho effettuato l’accesso
outcome-new-mail = Richiedi una nuova email
error-home = Vai alla pagina iniziale
error-text-not-found = A questo indirizzo non c’è nulla. Forse il link è stato troncato.
error-text-method-not-allowed = Questo indirizzo da solo non mostra nulla. Torni alla pagina da cui proviene.
error-text-malformed-body = Non è stato possibile leggere la richiesta. Torni indietro e riprovi.
error-text-body-too-large = I dati inviati sono troppo grandi.
error-text-unsupported-media-type = I dati inviati non hanno il formato corretto.
error-text-request-timeout = La richiesta ha impiegato troppo tempo ad arrivare. Riprovi.
error-text-registration-closed = Al momento qui non è possibile creare nuovi account.
error-text-authentication-required = Per farlo è necessario accedere.
error-text-invalid-credentials = La sua sessione è terminata. Acceda di nuovo.
error-text-ambiguous-credentials = La richiesta contiene due credenziali diverse allo stesso tempo.
error-text-insufficient-scope = Le credenziali usate non consentono questa operazione.
error-text-cross-origin = Il browser non ha dimostrato che questo modulo proviene da qui. Apra di nuovo la pagina e riprovi; non è stato modificato nulla. Se succede ancora, il browser non conserva i cookie: li consenta per questo sito oppure usi un altro browser.
error-text-misdirected-request = Questo è disponibile solo sulla macchina su cui gira il server, e solo con il nome o l’indirizzo di quella macchina, ad esempio localhost.
error-text-unavailable = Il servizio non è disponibile al momento. Riprovi; non è andato perso nulla.
error-text-internal = Si è verificato un problema da parte nostra. Riprovi.
error-text-too-fast-minutes = Troppe richieste dalla sua rete. Riprovi tra { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minuti
}.
error-text-untold = Non è stato modificato nulla. Ogni modifica viene comunicata all’indirizzo del suo account, che ha già ricevuto troppe email di questo tipo. Riprovi tra { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minuti
}.
error-text-too-fast = Troppo in fretta. Riprovi tra { $seconds ->
    [one] { $seconds } secondo
   *[other] { $seconds } secondi
}.

## Mail about a deleted account

mail-username-changed-subject = Il suo nome utente su { $host } è cambiato
mail-username-changed-heading = Il suo nome utente è cambiato
mail-username-changed-intro = L’account “{ $old }” su { $host } ora si chiama “{ $username }”. Data della modifica: { $time }.
mail-username-changed-rest = Per 30 giorni nessun altro può prendere il nome “{ $old }”. Fino ad allora può riprenderlo per il suo account.
mail-username-changed-advice = Se l’ha cambiato lei, non deve fare nulla. Altrimenti acceda con questo indirizzo, ridia all’account il nome precedente, termini le sessioni e revochi le chiavi di accesso che non riconosce.
mail-account-deleted-subject = Il suo account su { $host } è stato eliminato
mail-account-deleted-heading = Il suo account è stato eliminato
mail-account-deleted-intro = L’account “{ $username }” su { $host } è stato eliminato con le sue sessioni e chiavi di accesso. Data dell’eliminazione: { $time }. Dopo questa email l’indirizzo non viene più conservato.
mail-account-deleted-advice = Non l’ha eliminato lei? Allora qualcun altro ha potuto agire al suo posto. Non è possibile ripristinare l’account; avvisi l’amministratore.
mail-account-deleted-again = Può creare un nuovo account in qualsiasi momento:
mail-account-deleted-button = Crea un account

## Recent activity

activity-title = Attività recente
activity-lead = Che cosa è successo nel suo account { $days ->
    [one] nell’ultimo giorno
   *[other] negli ultimi { $days } giorni
}. Se non riconosce qualcosa, disconnetta il dispositivo che l’ha fatto.
activity-none = Ancora nulla.
event-account-registered = Account creato
event-account-deleted = Account eliminato
event-username-changed = Nome utente cambiato
event-login-asked = Accesso richiesto da
event-login-mail-withheld = Email di accesso trattenuta perché erano troppe, richiesta da
event-login-approved = Accesso approvato per
event-login-denied = Accesso rifiutato a
event-login-failed = Richiesta di accesso annullata dopo tre codici errati:
event-login-undone = Approvazione annullata per
event-session-begun = Accesso effettuato:
event-session-ended = Sessione terminata:
event-session-expired = Sessione terminata automaticamente alla scadenza:
event-sessions-ended = Più dispositivi disconnessi
event-access-key-created = Chiave di accesso creata:
event-access-key-revoked = Chiave di accesso revocata:
event-access-keys-revoked = Tutte le chiavi di accesso revocate
event-email-change-asked = Modifica dell’indirizzo richiesta
event-email-verified = Indirizzo confermato
event-email-changed = Indirizzo modificato
event-email-removed = Indirizzo rimosso
event-email-change-undone = Modifica dell’indirizzo annullata, tutti i dispositivi disconnessi

## What a device made, and what is older than the first proof of an address

made-sessions = { $count ->
    [one] un dispositivo connesso
   *[other] { $count } dispositivi connessi
}
made-keys = { $count ->
    [one] una chiave di accesso
   *[other] { $count } chiavi di accesso
}
made-changes = una modifica dell’indirizzo
made-approvals = { $count ->
    [one] un accesso approvato
   *[other] { $count } accessi approvati
}
older-title = È tutto suo?
older-lead = Finora nessun indirizzo di questo account era stato confermato. Nell’account c’è già:
older-may-be = Forse è la prima volta che il suo indirizzo viene confermato per l’account che sceglie. L’account potrebbe avere dispositivi e chiavi di accesso precedenti.
older-hint = Chiunque può indicare l’indirizzo di un’altra persona quando crea un account. Ciò che non riconosce potrebbe essere di qualcun altro. Se ha dubbi, lo elimini.
older-way-back = Da un indirizzo precedente è ancora possibile recuperare questo account (scadenza: { $until }). Ciò che decide qui non lo impedisce.
older-end = Non è mio, o non ne sono sicuro: elimina tutto questo
older-end-button = Elimina tutto questo
older-keep-button = È tutto mio
undone-made = Questo dispositivo aveva lasciato anche:
undone-gone = Anche tutto questo è stato eliminato.
undone-email-restored = Il dispositivo aveva cambiato l’indirizzo dell’account. Ora è di nuovo quello precedente.
undo-box = Sì, disconnetti quel dispositivo
confirm-box = Ho chiesto io questo accesso
confirm-box-missing = Selezioni la casella per approvare.
email-verification-box = L’account “{ $username }” è mio
email-verification-box-missing = Selezioni la casella per confermare l’indirizzo.
email-change-box = L’account “{ $username }” è mio
email-change-box-missing = Selezioni la casella per confermare il nuovo indirizzo.
email-undo-box = Sì, annulla la modifica e disconnetti tutti i dispositivi
email-undo-box-missing = Selezioni la casella per annullare la modifica.
session-change-withdrawn = La modifica dell’indirizzo viene annullata.
session-end-keys = { $count ->
    [one] Revoca anche la chiave di accesso che ha creato
   *[other] Revoca anche le { $count } chiavi di accesso che ha creato
}
session-end-let-in = { $count ->
    [one] Disconnetti anche il dispositivo a cui ha dato accesso
   *[other] Disconnetti anche i { $count } dispositivi a cui ha dato accesso
}
sessions-end-keys = { $count ->
    [one] Revoca anche una chiave di accesso non creata da questo dispositivo
   *[other] Revoca anche { $count } chiavi di accesso non create da questo dispositivo
}
key-made = { $count ->
    [one] Viene revocata anche la chiave creata con questa.
   *[other] Vengono revocate anche le { $count } chiavi create con questa.
}
key-keep-children = { $count ->
    [one] Mantieni la chiave creata con questa
   *[other] Mantieni le chiavi create con questa
}
account-notice-older-ended = Tutto questo è stato eliminato.
account-notice-older-kept = Tutto resta com’è.
account-aside-email-restored = { undone-email-restored }
account-aside-keys-revoked = Le chiavi di accesso create da lì sono state revocate.
account-aside-keys-left = Le chiavi di accesso create da lì funzionano ancora: le trova più sotto.
account-aside-change-withdrawn = La modifica dell’indirizzo richiesta da lì è stata annullata.
account-aside-let-in-ended = Anche i dispositivi a cui ha dato accesso sono stati disconnessi.
event-email-change-withdrawn = Modifica dell’indirizzo annullata
