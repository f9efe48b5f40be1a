## Partout

date-time = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year } à { $time } { $zone }
quoted = « { $text } »
detail-line = { $label } : { $value }
skip-to-content = Aller au contenu
account-named = le compte « { $username } »
your-account = votre compte
device-named = L’appareil qui se présente comme { $platform }
device-unnamed = L’autre appareil
the-address = l’adresse

label-account = Compte
label-platform = Se présente comme
label-user-agent = Navigateur ou programme
label-ip = Adresse réseau
label-requested = Demandé le
label-expires = Lien valable jusqu’au
label-address = Adresse à confirmer
label-address-old = Adresse actuelle
label-address-kept = Adresse rétablie
label-address-dropped = Adresse abandonnée
address-none = aucune (l’adresse devait être supprimée)

## Messages
# With no-break blanks (U+00A0) where French has a blank before a mark: lines of mails must not begin with one.

mail-footer = Envoyé par { $host }, parce que quelqu’un y a saisi cette adresse. Ce message ne contient ni traceur ni publicité.
mail-footer-owner = Envoyé par { $host }, parce que c’est ou c’était l’adresse du compte « { $username } » là-bas. Ce message ne contient ni traceur ni publicité.
mail-button-hint = Le bouton ne fonctionne pas ? Ouvrez [ce lien] ou copiez son adresse dans votre navigateur :
mail-link-expires = Le lien est valable jusqu’au { $time }.
mail-asked-heading = Qui a fait la demande

mail-login-subject = { $code } est votre code de connexion { $brand }
mail-login-subject-shared = Une connexion à { $host } à vérifier
mail-login-heading = Est-ce vous qui vous connectez ?
mail-login-intro = Un appareil demande à se connecter à { $host } en tant que « { $username } ».
mail-login-intro-shared = Un appareil demande à se connecter à { $host } avec cette adresse. Plusieurs comptes l’utilisent ; la page du lien vous permet de choisir.
mail-login-review-line = Pour examiner la connexion, puis l’approuver ou la refuser, ouvrez ce lien :
mail-login-review-or-line = Ou ouvrez ce lien pour examiner la connexion, puis l’approuver ou la refuser :
mail-login-button = Examiner la connexion
mail-login-review-html = Examinez la connexion, puis approuvez-la ou refusez-la :
mail-login-review-or-html = Ou examinez la connexion, puis approuvez-la ou refusez-la :
mail-login-code-line = Saisissez ce code sur l’appareil qui attend :
mail-login-expires = Le lien et le code sont valables jusqu’au { $time } ({ $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} après la demande).
mail-login-held-back-strangers = Ceci est le dernier message du jour pour les connexions depuis des appareils et des réseaux que ce compte ne connaît pas : les suivants sont retenus pendant 24 heures au plus. Pour vous connecter d’ici là, utilisez un appareil ou un réseau depuis lequel vous vous êtes déjà connecté, ou approuvez sur un appareil où vous êtes connecté.
mail-login-held-back-all = Ceci est le dernier message de connexion du jour : les suivants sont retenus pendant 24 heures au plus. Pour vous connecter d’ici là, approuvez sur un appareil où vous êtes connecté.
mail-login-not-you = Ce n’était pas vous ? Vous n’avez rien à faire : personne n’entre sans votre accord. Pour refuser cette connexion, ouvrez le lien et appuyez sur « Ce n’était pas moi ». Ne transmettez jamais le code ni le lien. Aucun service d’assistance ne vous les demandera.

mail-email-button = Vérifier l’adresse
mail-verification-subject = Confirmez votre adresse pour { $host }
mail-verification-heading = Confirmez votre adresse
mail-verification-intro = Le compte « { $username } » a été créé sur { $host } avec l’adresse { $email }.
mail-verification-line = Pour confirmer que cette adresse est la vôtre, ouvrez ce lien :
mail-verification-not-you = Ce n’était pas vous ? Vous n’avez rien à faire : l’adresse restera non confirmée.

mail-email-change-verification-subject = Confirmez votre nouvelle adresse pour { $host }
mail-email-change-verification-heading = Confirmez votre nouvelle adresse
mail-email-change-verification-intro = Le compte « { $username } » sur { $host } doit désormais utiliser l’adresse { $email }.
mail-email-change-verification-line = Pour confirmer la nouvelle adresse, ouvrez ce lien :
mail-email-change-verification-not-you = Ce n’était pas vous ? Vous n’avez rien à faire : sans le lien, l’adresse ne change pas.

mail-undo-nothing-to-do = Si c’était vous, vous n’avez rien à faire.
mail-undo-line = Ce n’était pas vous ? Ce lien annule la modification et déconnecte tous les appareils :
mail-undo-explanation = Ce n’était pas vous ? Annulez la modification : l’ancienne adresse est rétablie et tous les appareils sont déconnectés.
mail-change-stop-line = Ce n’était pas vous ? Ce lien arrête le changement ; votre adresse reste, et chaque appareil est déconnecté :
mail-change-stop-button = Arrêter le changement
mail-undo-button = Annuler la modification
mail-email-change-requested-subject = Votre adresse sur { $host } va être modifiée
mail-email-change-requested-heading = Votre adresse va être modifiée
mail-email-change-requested-intro = Pour le compte « { $username } » sur { $host }, il a été demandé le { $time } de remplacer cette adresse par { $email }. La modification prendra effet dès que la nouvelle adresse sera confirmée.
mail-email-change-requested-intro-removal = Pour le compte « { $username } » sur { $host }, il a été demandé le { $time } de supprimer cette adresse.
mail-email-changed-subject = Votre adresse sur { $host } a été modifiée
mail-email-changed-heading = Votre adresse a été modifiée
mail-email-changed-intro = Le compte « { $username } » sur { $host } utilise l’adresse { $email } à la place de celle-ci depuis le { $time }.
mail-email-changed-intro-removal = Le compte « { $username } » sur { $host } n’a plus d’adresse depuis le { $time } ; c’était celle-ci jusque-là.

## La page du lien de connexion

confirm-title = Approuver cette connexion ?
confirm-title-error = Erreur : approuver cette connexion ?
confirm-as = demande à se connecter en tant que
confirm-lead = Un appareil demande à se connecter à { $host }. Ce qu’il dit de lui-même n’a pas été vérifié.
confirm-warning = N’approuvez que si vous l’avez demandé vous-même, sur un appareil devant vous. Aucune assistance ne vous le demandera jamais.
confirm-in-doubt = Dans le doute, refusez. Vous pouvez aussi fermer cette page : sans votre accord, personne n’entre.
confirm-approve = Approuver
confirm-deny = Ce n’était pas moi
confirm-account-legend = Quel compte ?
confirm-account-verified = (confirmé)
confirm-account-error = Choisissez le compte auquel se connecter.
match-label = Code affiché sur l’appareil qui attend
match-hint = Six caractères, affichés sur l’écran de l’appareil qui attend. Pas le code de l’e-mail.
match-error-missing = Saisissez le code affiché sur l’appareil qui attend.
match-error-malformed = Ce n’est pas un code de l’appareil qui attend : il a six caractères, des chiffres et les lettres A à F. Le code de l’e-mail en a huit et ne va pas ici.
match-error-wrong = Ce n’est pas le code affiché sur l’appareil qui attend.
match-tries-left = { $count ->
    [one] Il vous reste un essai.
   *[other] Il vous reste { $count } essais.
}
error-summary = Veuillez vérifier
confirm-deny-title = Refuser cette connexion ?
confirm-deny-text = L’appareil qui se présente comme { $platform } apprendra qu’il a été refusé. Si c’était bien vous, connectez-vous-y de nouveau : c’est possible à tout moment.
confirm-deny-box = Oui, refuser cette connexion
confirm-deny-missing = Cochez la case pour refuser.
confirm-deny-button = Refuser
confirm-deny-back = Retour

approved-title = Connexion approuvée
approved-look-other = Regardez l’autre appareil : la suite s’y passe.
approved-look-television = Regardez votre téléviseur : la suite s’y passe.
approved-text = L’appareil qui se présente comme { $platform } peut se connecter en tant que « { $username } ».
approved-later = Pour mettre fin à cette session plus tard, connectez-vous ici et voyez « Où vous êtes connecté ».
approved-close = Vous pouvez fermer cette page : ce navigateur lui-même n’a pas été connecté.
undo-heading = Ce n’était pas vous, ou c’était une erreur ?
undo-text = Pendant encore { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
} (jusqu’au { $time }), vous pouvez déconnecter cet appareil d’ici.
undo-button = Déconnecter cet appareil

## Résultats

outcome-denied-title = Connexion refusée
outcome-denied-text = { $device } n’a pas été connecté. Rien n’a changé dans votre compte.
outcome-denied-next = Il n’y a rien d’autre à faire. Refusé par erreur ? Recommencez sur cet appareil.
outcome-undone-title = Appareil déconnecté
outcome-undone-text = { $device } est de nouveau déconnecté.
outcome-undone-next = Votre compte montre où vous êtes encore connecté.
outcome-already-approved-title = Déjà approuvée
outcome-already-approved-text = Cette connexion a déjà été approuvée. Un lien ne décide qu’une fois.
outcome-already-approved-next = Ce n’était pas vous ? Regardez où votre compte est connecté et mettez fin à ce que vous ne connaissez pas.
outcome-already-undone-title = Déconnecté à nouveau
outcome-already-undone-text = Cette connexion a été approuvée, puis annulée. Un lien ne décide qu’une fois.
outcome-already-undone-next = { outcome-already-denied-next }
outcome-already-denied-title = Déjà refusée
outcome-already-denied-text = Cette connexion est terminée : elle a été refusée, ou interrompue par des codes erronés ou par une déconnexion générale. Un lien ne décide qu’une fois.
outcome-already-denied-next = Pour vous connecter, recommencez sur votre appareil ; vous recevrez un nouveau message.
outcome-expired-title = Ce lien a expiré
outcome-expired-text = Pour votre sécurité, les liens de connexion ne vivent que quelques minutes. Rien n’a été modifié.
outcome-expired-next = Recommencez sur votre appareil ; vous recevrez un nouveau message.
outcome-too-many-codes-title = Trop de codes erronés
outcome-too-many-codes-text = La connexion a pris fin après trois codes erronés. Personne n’est entré.
outcome-too-many-codes-next = Si c’était vous, recommencez sur votre appareil ; vous recevrez un nouveau message et un nouveau code.
outcome-unknown-link-title = Ce lien ne fonctionne pas
outcome-unknown-link-text = Votre messagerie l’a peut-être coupé. Revenez à l’e-mail et saisissez son code sur l’appareil qui attend, ou copiez le lien entier dans la barre d’adresse.
outcome-unknown-link-next = Si cela n’aide pas, demandez un nouveau message sur l’appareil qui attend.
outcome-email-confirmed-title = Adresse confirmée
outcome-email-confirmed-text = Désormais, { $email } est valable pour { $username }.
outcome-email-confirmed-next = Vous pouvez fermer cette page.
outcome-email-undone-title = Modification annulée
outcome-email-undone-text = L’ancienne adresse est rétablie pour { $username }, et tous les appareils ont été déconnectés.
outcome-email-undone-next = Reconnectez-vous avec l’ancienne adresse.
outcome-email-link-used-title = Déjà fait
outcome-email-link-used-text = Ce lien a déjà été utilisé et a produit son effet.
outcome-email-link-used-next = Votre compte montre l’adresse en vigueur.
outcome-email-link-expired-title = Ce lien a expiré
outcome-email-link-expired-text = Les liens des messages ne vivent qu’un temps limité. Rien n’a été modifié.
outcome-email-link-expired-next = Dans votre compte, vous pouvez demander un nouveau message.
outcome-email-link-confirmed-title = Déjà confirmée
outcome-email-link-confirmed-text = { $email } est l’adresse confirmée de { $username }. Elle a été confirmée avant l’ouverture de ce lien.
outcome-email-link-confirmed-next = Il n’y a rien d’autre à faire.
outcome-email-link-replaced-title = Ce lien a été remplacé
outcome-email-link-replaced-text = Depuis ce message, une nouvelle adresse a été saisie pour { $username }. Ce lien n’a rien modifié.
outcome-email-link-replaced-next = Utilisez le message le plus récent, ou vérifiez l’adresse dans votre compte.

## La page d’un lien concernant une adresse

email-verification-title = Confirmez votre adresse
email-verification-text = Est-ce bien votre compte, et votre adresse ?
email-verification-button = Confirmer l’adresse
email-verification-otherwise = Ce n’est pas vous ? Fermez simplement cette page : rien ne se passera.
email-change-title = Confirmez votre nouvelle adresse
email-change-text = Dès votre confirmation, les messages de ce compte, et donc toutes les connexions, passent par la nouvelle adresse.
email-change-button = Confirmer la nouvelle adresse
email-change-otherwise = Ce n’était pas vous ? Fermez simplement cette page : l’adresse restera inchangée.
email-undo-title = Annuler le changement d’adresse ?
email-undo-text = L’ancienne adresse est rétablie immédiatement.
email-undo-warning = Tous les appareils de ce compte seront déconnectés, celui-ci compris. Reconnectez-vous ensuite avec l’ancienne adresse.
email-undo-button = Annuler et déconnecter partout
email-undo-otherwise = Le changement venait de vous ? Fermez simplement cette page : rien ne se passera.

## Erreurs

error-status = Erreur { $status }
error-request-id = Pour votre administrateur :
error-title-400 = La demande n’a pas été comprise
error-title-401 = Veuillez vous connecter
error-title-403 = Ce n’est pas possible ici
error-title-404 = Il n’y a rien ici
error-title-405 = Cela ne fonctionne pas ici
error-title-409 = C’est déjà pris
error-title-413 = C’était trop volumineux
error-title-415 = Ce n’est pas le bon type de contenu
error-title-422 = Veuillez vérifier votre saisie
error-title-429 = Trop de demandes
error-title-500 = Une erreur s’est produite ici
error-title-503 = Momentanément hors service
error-title-other = Cela n’a pas fonctionné

## La boîte de développement

mailbox-title = Boîte de développement
mailbox-lead = Aucun serveur de messagerie n’est configuré : les messages arrivent ici au lieu d’être envoyés. Seule cette machine peut ouvrir cette page. Le plus récent est en premier.
mailbox-json = La même chose en JSON :
mailbox-empty-it = Pour vider la boîte :
mailbox-empty = Pas encore de message. Inscrivez-vous ou connectez-vous, puis revenez.
mailbox-count = { $count ->
    [one] { $count } message.
   *[other] { $count } messages.
}
mailbox-empty-button = Vider la boîte
mailbox-from = De
mailbox-recipient = À
mailbox-date = Date
mailbox-links = Liens
mailbox-preview = En HTML
mailbox-wide = Large
mailbox-phone = Téléphone
mailbox-width = Largeur
mailbox-text = En texte
mailbox-headers = En-têtes
mailbox-source = Source
mailbox-back = Tous les messages
mailbox-alone = Le HTML seul
mailbox-to = à { $to }
mailbox-open = Ouvrir
mailbox-filter = Seulement les messages à
mailbox-filter-button = Afficher

## La référence de l’API

docs-version = Version { $version }
docs-openapi = Document OpenAPI
docs-contents = Sommaire
docs-parameters = Paramètres
docs-required = obligatoire
docs-request = Corps de la requête
docs-everywhere = Outre ce qui figure pour chaque route, une route qui prend un corps répond aussi 408 et 415, et chacune peut répondre 413, 429, 500 et 503.
docs-responses = Réponses

mail-access-key-created-subject = Une nouvelle clé d’accès sur { $host }
mail-access-key-created-heading = La clé d’accès « { $name } » a été créée
mail-access-key-created-intro = Pour le compte « { $username } » sur { $host }, la clé d’accès « { $name } » a été créée le { $time }. Elle commence par { $prefix }.
mail-access-key-created-advice = Si vous l’avez créée, il n’y a rien à faire. Sinon, connectez-vous, révoquez-la et mettez fin aux sessions que vous ne connaissez pas.
mail-access-key-expiring-subject = Une clé d’accès sur { $host } expire bientôt
mail-access-key-expiring-heading = La clé d’accès « { $name } » expire bientôt
mail-access-key-expiring-intro = Pour le compte « { $username } » sur { $host }, la clé d’accès « { $name } », qui commence par { $prefix }, expire le { $time }. Ce qui l’utilise cessera alors de fonctionner.
mail-access-key-expiring-advice = Si elle est encore nécessaire, créez-en une nouvelle et mettez-la à sa place.
mail-access-key-scopes = Elle permet ceci : { $scopes }.
mail-access-key-expires = Elle expire le { $time }.
mail-access-key-line = Pour voir votre compte, ouvrez ce lien :
mail-access-key-button = Voir mon compte

## Temps

relative-now = à l’instant
relative-minutes-ago = { $count ->
    [one] il y a { $count } minute
   *[other] il y a { $count } minutes
}
relative-hours-ago = { $count ->
    [one] il y a { $count } heure
   *[other] il y a { $count } heures
}
relative-days-ago = { $count ->
    [one] il y a { $count } jour
   *[other] il y a { $count } jours
}
relative-months-ago = { $count ->
    [one] il y a { $count } mois
   *[other] il y a { $count } mois
}
relative-years-ago = { $count ->
    [one] il y a { $count } an
   *[other] il y a { $count } ans
}
relative-soon = dans moins d’une minute
relative-minutes-ahead = { $count ->
    [one] dans { $count } minute
   *[other] dans { $count } minutes
}
relative-hours-ahead = { $count ->
    [one] dans { $count } heure
   *[other] dans { $count } heures
}
relative-days-ahead = { $count ->
    [one] dans { $count } jour
   *[other] dans { $count } jours
}
relative-months-ahead = { $count ->
    [one] dans { $count } mois
   *[other] dans { $count } mois
}
relative-years-ahead = { $count ->
    [one] dans { $count } an
   *[other] dans { $count } ans
}

## Connexion

footer-language = Langue
back = Retour
title-error = Erreur :
label-email = Adresse e-mail
label-username = Nom d’utilisateur
device-on = { $program } sur { $system }
sign-in-title = Se connecter
sign-in-heading = Se connecter à { $name }
sign-in-lead = Sans mot de passe : vous recevez un message avec un lien et un code.
sign-in-return = Vous continuerez ensuite vers { $host }.
sign-in-several = Plusieurs comptes avec cette adresse ?
sign-in-username-hint = Avec un nom d’utilisateur, le message concerne ce compte et contient un code à saisir. Sinon, vous choisissez le compte sur la page du lien.
sign-in-button = Continuer
sign-in-no-account = Pas encore de compte ?
sign-in-already = Vous êtes connecté en tant que { $username }
sign-in-go-on = Continuer
sign-in-reason-ended = Vous avez été déconnecté, peut-être depuis un autre appareil. Reconnectez-vous pour continuer.
sign-in-reason-signed-out = Vous êtes déconnecté.
sign-in-insecure = Cette page arrive en http non chiffré : votre navigateur ne peut pas conserver de connexion. Signalez à l’administrateur que https est nécessaire. Les applications qui envoient un jeton à chaque requête ne sont pas concernées.

## Se déconnecter

sign-out-title = Se déconnecter ?
sign-out-text = Vous êtes connecté en tant que { $username }. Se déconnecter y met fin dans ce navigateur ; vos autres appareils restent connectés.
sign-out-button = Se déconnecter
sign-out-stay = Rester connecté
sign-out-nobody-title = Vous n’êtes pas connecté
sign-out-nobody-text = Personne n’est connecté ici dans ce navigateur.

## Attente

waiting-title-pending = Consultez votre boîte mail
waiting-title-approved = Connexion approuvée
waiting-title-denied = La connexion a été refusée
waiting-title-expired = Cette connexion a expiré
waiting-lead = Ouvrez notre message sur n’importe quel appareil et approuvez. Si l’adresse appartient à un compte, le message est parti à
waiting-alive = En attente de votre approbation.
waiting-wrong-address = Mauvaise adresse ? La modifier
waiting-match-label = L’autre appareil demande ce code
waiting-match-signed-in = Déjà connecté sur un autre appareil ? Approuvez-y, sous « Mon compte », avec ce code. Aucun message n’est nécessaire.
waiting-expires = Cette connexion expire
waiting-continue = J’ai approuvé, continuer
waiting-quiet = Cette page regarde toutes les { $seconds ->
    [one] secondes
   *[other] { $seconds } secondes
} si vous avez approuvé.
waiting-quiet-back = Saisir plutôt le code du message
waiting-quiet-link = Attendre sans rien saisir
waiting-code-label = Ou saisissez le code du message
waiting-code-hint = Huit caractères. Si le message n’en contient pas, utilisez son lien.
waiting-code-button = Se connecter avec le code
waiting-no-mail = Pas d’e-mail ?
waiting-no-mail-spam = Regardez dans les indésirables. L’e-mail vient de { $sender }.
waiting-no-mail-address = Vérifiez l’adresse, lettre par lettre.
waiting-no-mail-account = Seule l’adresse d’un compte reçoit un e-mail, et pas trop à la fois.
waiting-resend = Renvoyer l’e-mail
waiting-mailbox = Développement : votre e-mail est ici :
waiting-mailbox-link = Ouvrir la boîte
waiting-notice-resent = L’e-mail est reparti. Le lien précédent fonctionne aussi.
waiting-notice-too-soon = L’e-mail vient d’être envoyé. Nouvel envoi possible dans { $seconds ->
    [one] { $seconds } seconde
   *[other] { $seconds } secondes
}.
waiting-notice-too-late = Cette connexion se termine dans un instant. Recommencez.
waiting-notice-not-yet = Pas encore approuvé. Ouvrez le lien de l’e-mail et appuyez sur « Approuver ».
waiting-approved-text = Encore un clic, et vous êtes connecté ici.
waiting-text-denied = Personne n’a été connecté. Si c’était une erreur, recommencez.
waiting-text-expired = Le lien et les codes de cette connexion ne fonctionnent plus.
waiting-again = Envoyer un nouvel e-mail à { $email }
not-waiting-title = Ce navigateur n’attend aucune connexion
not-waiting-text = Elle est terminée, ou a été commencée dans un autre navigateur.
no-cookies-title = Votre navigateur ne conserve aucun cookie
no-cookies-waiting = Vous venez de demander une connexion, mais votre navigateur n’a pas conservé le cookie avec lequel il attend. L’e-mail qui est en route ne peut pas vous connecter ici.
no-cookies-session = La connexion a été approuvée, mais votre navigateur n’a pas conservé le cookie qui le garde connecté. Ici, personne n’est connecté.
no-cookies-account = Le compte a été créé, mais votre navigateur n’a pas conservé le cookie qui le garde connecté. Ici, personne n’est connecté. Si vous avez indiqué une adresse e-mail, connectez-vous plus tard avec elle. Un compte sans adresse n’est plus accessible : inscrivez-vous alors sous un autre nom.
no-cookies-allow = Autorisez les cookies pour { $host } dans les réglages de votre navigateur, et vérifiez qu’aucune extension ne les bloque. Recommencez ensuite.
no-cookies-domain = D’autres cookies de ce site sont revenus, la faute n’est donc sans doute pas la vôtre : demandez à l’administrateur de vérifier le réglage cookie.domain.
approved-here = C’est ce navigateur qui a fait la demande.

## Inscription

register-title = Créer un compte
register-lead = Choisissez un nom, et indiquez une adresse pour vous connecter sur d’autres appareils.
register-username-hint = 1 à 32 lettres, chiffres, points, tirets et traits de soulignement.
register-email-label = Adresse e-mail (facultative)
register-email-hint = Sans adresse, ce navigateur est votre seul accès : une fois déconnecté, personne ne pourra vous rendre le compte.
register-button = Créer le compte
register-have-account = Déjà un compte ?

## Ce qui ne va pas dans un formulaire

problem-missing-email = Saisissez une adresse e-mail.
problem-invalid-email = Ce n’est pas une adresse e-mail. Elle ressemble à nom@example.org, sans rien autour.
problem-missing-username = Saisissez un nom d’utilisateur.
problem-invalid-username = Un nom d’utilisateur comporte de 1 à 32 lettres, chiffres, points, tirets et traits de soulignement, et commence et finit par une lettre ou un chiffre.
problem-username-reserved = Ce nom est réservé. Choisissez-en un autre.
problem-username-taken = Quelqu’un porte déjà ce nom. Choisissez-en un autre.
problem-missing-code = Saisissez le code reçu par e-mail.
problem-malformed-code = Le code a huit caractères, comme K7QM-2XTD. Ceci n’a pas compté comme essai.
problem-match-code-typed = C’est le code affiché sur cette page. Saisissez-le sur l’appareil où vous ouvrez le lien ; ici va le code de l’e-mail. Ceci n’a pas compté comme essai.
problem-match-code-missing = Saisissez le code affiché sur l’appareil qui attend.
problem-match-code-malformed = Ce n’est pas un code de l’appareil qui attend : il a six caractères, des chiffres et les lettres A à F. Ceci n’a pas compté comme essai.
problem-match-code-wrong = Ce n’est pas le code affiché sur l’appareil qui attend. Au troisième code faux, cette connexion prend fin.
problem-match-code-wrong-last = Ce n’est pas le code affiché sur l’appareil qui attend. Encore un code faux, et cette connexion prend fin.
problem-wrong-code = Ce n’est pas le code de l’e-mail, qui compte huit caractères. Celui de cette page se saisit sur l’autre appareil. Au troisième code faux, cette connexion prend fin.
problem-missing-name = Donnez un nom à la clé.
problem-invalid-name = Un nom comporte de 1 à 64 caractères visibles.
problem-invalid-session-name = Un nom comporte de 1 à 64 caractères visibles.
problem-invalid-description = L’usage comporte au plus 200 caractères visibles.
problem-missing-scopes = Choisissez au moins une chose que la clé peut faire.
problem-missing-life = Choisissez la durée de vie de la clé.
problem-name-taken = Vous avez déjà une clé de ce nom.
problem-too-many-keys = Vous avez le nombre maximal de clés. Révoquez-en une d’abord.
problem-missing-confirmation = Saisissez votre nom d’utilisateur pour confirmer.
problem-wrong-confirmation = Ce n’est pas votre nom d’utilisateur. Rien n’a été supprimé.

## Le compte

account-title = Mon compte
account-heading = Compte de { $username }
account-contents = Sur cette page
account-sign-out-here = Se déconnecter ici
account-notice-session-ended = L’appareil est déconnecté. Ce qu’il détient encore cesse de fonctionner d’ici { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
}.
account-notice-session-renamed = Le nom est modifié.
account-notice-sessions-ended = Tous les autres appareils sont déconnectés.
account-notice-key-revoked = La clé est révoquée et n’ouvre plus rien.
account-notice-username-changed = Le nom d’utilisateur est modifié. Pendant 30 jours, vous seul pouvez reprendre l’ancien.
account-notice-email-asked = Un e-mail est parti vers la nouvelle adresse. Elle change dès que vous la confirmez.
account-notice-email-removed = L’adresse est supprimée. La connexion par e-mail n’est plus possible.
account-notice-email-cancelled = Le changement d’adresse est annulé.
account-notice-email-resent = L’e-mail est reparti. Les liens précédents de ce type ne fonctionnent plus.
account-notice-email-unchanged = C’est déjà votre adresse.
account-notice-login-approved = L’appareil est approuvé. Il se connecte de lui-même.
account-notice-login-denied = La connexion est refusée. Personne n’a été connecté.
account-notice-login-undone = L’appareil est de nouveau déconnecté.
account-notice-login-failed = C’était le troisième code faux ; la connexion a pris fin. Si c’était la vôtre, recommencez-la.
account-notice-login-gone = Cette connexion a déjà été approuvée ou refusée, ou elle a expiré.
account-notice-gone = Cet appareil ou cette clé avait déjà été supprimé.
account-notice-undecided = Rien n’a été modifié.
logins-title = { $count ->
    [one] Un appareil attend
   *[other] Des appareils attendent
}
logins-in-doubt = Dans le doute, refusez.
logins-asked = demandé
logins-expires = prend fin
logins-more = Plus de connexions attendent qu’il n’y a de place ici. Si la vôtre manque, recommencez-la : les plus récentes sont affichées.
logins-let-in-title = Approuvé à l’instant
logins-let-in-text = { $minutes ->
    [one] Pendant encore une minute, vous pouvez déconnecter cet appareil avec tout ce qu’il a créé ou demandé.
   *[other] Pendant encore { $minutes } minutes, vous pouvez déconnecter cet appareil avec tout ce qu’il a créé ou demandé.
}
sessions-title = Où vous êtes connecté
sessions-none = Vous n’êtes connecté nulle part ailleurs.
sessions-end-others = Mettre fin à toutes les autres
sessions-end-others-question = Toutes les sessions sauf celle-ci prennent fin aussitôt, sur toutes les pages de cette liste.
sessions-end-others-button = Oui, mettre fin à toutes les autres
session-current = Cet appareil
session-details = Détails
session-device = Appareil
session-device-probably = probablement { $device }
session-created = Connecté le
session-signed-in = connecté
session-last-seen = Dernière activité le
session-last-active = actif
session-active-now = actif maintenant
session-approved-from = Approuvé depuis l’adresse réseau
session-registered = inutile : cet appareil a créé le compte
session-approved-unknown = une adresse qui n’est pas connue
session-let-in-by = Approuvé par
session-let-in-by-ended = un appareil qui n’est plus connecté
session-expires = Expire sans utilisation le
session-name = Nom de cet appareil
session-name-hint = Laissez vide pour utiliser le nom propre de l’appareil.
session-rename = Renommer
session-end = Mettre fin à la session
session-end-question = « { $name } » sera déconnecté aussitôt.
session-end-button = Mettre fin à « { $name } »
kind-browser = Navigateur
group-browser = Navigateurs
kind-desktop = Application de bureau
group-desktop = Applications de bureau
kind-mobile = Application mobile
group-mobile = Applications mobiles
kind-command-line = Ligne de commande
group-command-line = Ligne de commande
kind-television = Téléviseur ou appareil
group-television = Téléviseurs et appareils
kind-other = Autre
group-other = Autres
pager-next = Suivants
pager-first = Depuis le début
keys-title = Clés d’accès
keys-lead = Pour les scripts et machines qui agissent pour vous.
keys-none = Vous n’avez pas de clé d’accès.
key-state-active = active
key-state-ending = expire bientôt
key-state-expired = expirée
key-last-used = utilisée
key-last-used-at = Dernière utilisation le
key-never-used = jamais utilisée
key-ends = expire
key-ended = expirée
key-revoke = Révoquer
key-revoke-question = Tout ce qui utilise « { $name } » cesse aussitôt de fonctionner.
key-revoke-button = Révoquer « { $name } »
key-description = Usage
key-scopes = Peut
key-created = Créée le
key-expires = Expire le
key-new-title = Nouvelle clé d’accès
key-new-lead = Donnez-lui seulement ce qu’il faut, et seulement le temps nécessaire.
key-name = Nom
key-name-hint = Ce qui l’utilise, par exemple « script de sauvegarde ».
key-description-label = Usage (facultatif)
key-scopes-legend = Que peut-elle faire ? Choisissez au moins un droit.
key-life-legend = Durée de validité
key-life = { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
key-new-told = Vous êtes averti par e-mail de sa création, puis avant son expiration.
key-new-button = Créer la clé
scope-account-read = Voir votre compte : nom, adresse
scope-account-write = Modifier votre nom et supprimer votre compte
scope-sessions-read = Voir où vous êtes connecté
scope-sessions-write = Déconnecter vos appareils
scope-keys-read = Voir vos clés d’accès, sans les clés elles-mêmes
scope-keys-write = Créer et révoquer des clés d’accès qui ne peuvent pas plus que celle-ci
scope-tokens-issue = Obtenir des jetons de courte durée pour d’autres serveurs
scope-extra = D’un serveur en aval :
key-created-title = La clé est créée
key-created-once = Vous ne la verrez que cette fois. Mettez-la maintenant là où elle sert, ou dans un gestionnaire de mots de passe.
key-created-label = Clé d’accès « { $name } »
key-created-copy = Copier
key-created-copied = Copiée.
key-created-try = Essayer
key-created-done = Je l’ai enregistrée
address-title = Adresse et nom
address-verified = confirmée
address-unverified = non confirmée
address-missing = aucune : impossible de vous connecter sur d’autres appareils
address-pending = Devient
address-pending-hint = dès que le lien de l’e-mail envoyé là-bas est suivi
address-resend = Renvoyer l’e-mail
address-cancel = Annuler le changement
address-new = Nouvelle adresse e-mail
address-new-hint = Elle prend effet une fois confirmée. L’ancienne adresse est avertie et peut annuler pendant 72 heures.
address-change = Modifier
address-remove = Supprimer l’adresse
address-remove-question = Sans adresse, vous ne pourrez vous connecter sur aucun autre appareil, ni ici une fois déconnecté.
address-remove-button = Oui, la supprimer
username-change = Renommer
data-title = Mes données
data-text = Compte, sessions, clés et activité récente en JSON, sans aucun secret.
data-button = Télécharger mes données
danger-title = Zone de danger
danger-everywhere = Tout terminer
danger-everywhere-text = Met fin à toutes les sessions, celle-ci comprise, et à toute connexion en cours. Les clés d’accès restent.
danger-everywhere-button = Tout terminer
danger-everywhere-question = Vous devrez vous reconnecter sur chaque appareil.
danger-everywhere-confirm = Oui, tout terminer
danger-delete = Supprimer le compte
danger-delete-text = Supprime le compte avec tout ce qui lui appartient, aussitôt et définitivement.
danger-delete-button = Supprimer le compte …
delete-title = Supprimer le compte ?
delete-lead = Voici ce qui arrive au compte « { $username } » :
delete-sessions = Chaque appareil sera déconnecté aussitôt.
delete-keys = Chaque clé d’accès cesse de fonctionner.
delete-name = Le nom d’utilisateur reste réservé pendant 30 jours, puis redevient libre.
delete-mail = Un dernier message est envoyé à { $email }, si l’adresse est confirmée ; ensuite, l’adresse est effacée.
delete-warning = C’est irréversible.
delete-label = Pour confirmer, saisissez { $username }
delete-button = Supprimer définitivement le compte
deleted-title = Le compte est supprimé
deleted-text = « { $username } » a été supprimé, avec ses sessions, ses clés d’accès et son adresse.

## Autres résultats et erreurs

label-decided = Décidé le
label-decided-from = Depuis l’adresse réseau
label-expired = Expiré le
outcome-account = Voir où je suis connecté
outcome-new-mail = Demander un nouveau message
error-home = Vers la page d’accueil
error-text-not-found = Il n’y a rien à cette adresse. Le lien a peut-être été coupé.
error-text-method-not-allowed = Cette adresse n’affiche rien par elle-même. Revenez à la page d’où vous venez.
error-text-malformed-body = La demande n’a pas pu être lue. Revenez en arrière et réessayez.
error-text-body-too-large = Ce qui a été envoyé est trop volumineux.
error-text-unsupported-media-type = Ce qui a été envoyé n’a pas la bonne forme.
error-text-request-timeout = La demande a mis trop de temps à arriver. Réessayez.
error-text-registration-closed = On ne peut pas créer de compte ici pour le moment.
error-text-authentication-required = Il faut être connecté pour cela.
error-text-invalid-credentials = Votre connexion a pris fin. Reconnectez-vous.
error-text-ambiguous-credentials = La demande contient deux connexions différentes à la fois.
error-text-insufficient-scope = Cette connexion ne permet pas cela.
error-text-cross-origin = Votre navigateur n’a pas montré que ce formulaire venait d’ici. Rouvrez la page et réessayez ; rien n’a été modifié. Si cela se reproduit, le navigateur ne conserve pas les cookies : autorisez-les pour ce site, ou prenez-en un autre.
error-text-misdirected-request = Ceci n’est servi que sur la machine où tourne le serveur, et seulement sous son propre nom ou sa propre adresse, par exemple localhost.
error-text-unavailable = Le service est momentanément indisponible. Réessayez ; rien n’a été perdu.
error-text-internal = Une erreur s’est produite de notre côté. Réessayez.
error-text-too-fast-minutes = C’était trop souvent depuis votre réseau. Réessayez dans { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
error-text-untold = Rien n’a été modifié. L’adresse de votre compte est informée de chaque changement, et trop de messages de ce type y sont partis. Réessayez dans { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
error-text-too-fast = C’était trop rapide. Réessayez dans { $seconds ->
    [one] { $seconds } seconde
   *[other] { $seconds } secondes
}.

## Message sur un compte supprimé

mail-username-changed-subject = Votre nom d’utilisateur sur { $host } a été modifié
mail-username-changed-heading = Votre nom d’utilisateur a été modifié
mail-username-changed-intro = Le compte « { $old } » sur { $host } s’appelle « { $username } » depuis le { $time }.
mail-username-changed-rest = Pendant 30 jours, personne d’autre ne peut prendre le nom « { $old } ». Jusque-là, vous pouvez le rendre à votre compte.
mail-username-changed-advice = Si vous l’avez modifié, il n’y a rien à faire. Sinon, connectez-vous avec cette adresse, rendez à votre compte son ancien nom, mettez fin aux sessions et révoquez les clés d’accès que vous ne connaissez pas.
mail-account-deleted-subject = Votre compte sur { $host } a été supprimé
mail-account-deleted-heading = Votre compte a été supprimé
mail-account-deleted-intro = Le compte « { $username } » sur { $host } a été supprimé le { $time }, avec ses sessions et ses clés d’accès. Cette adresse est oubliée avec ce message.
mail-account-deleted-advice = Ce n’était pas vous ? Quelqu’un d’autre pouvait alors agir pour votre compte. Il ne peut pas être rétabli ; prévenez l’administrateur.
mail-account-deleted-again = Vous pouvez créer un nouveau compte à tout moment :
mail-account-deleted-button = Créer un compte

## Activité récente

activity-title = Activité récente
activity-lead = Ce qui s’est passé avec votre compte ces { $days ->
    [one] dernières 24 heures
   *[other] { $days } derniers jours
}. Si vous ne reconnaissez pas quelque chose, déconnectez l’appareil en cause.
activity-none = Rien pour l’instant.
event-account-registered = Compte créé
event-account-deleted = Compte supprimé
event-username-changed = Nom d’utilisateur modifié
event-login-asked = Connexion demandée par
event-login-mail-withheld = E-mail de connexion retenu, car il y en avait trop, demandé par
event-login-approved = Connexion approuvée pour
event-login-denied = Connexion refusée à
event-login-failed = Connexion interrompue après trois codes faux :
event-login-undone = Connexion annulée pour
event-session-begun = Connecté :
event-session-ended = Déconnecté :
event-session-expired = Déconnecté de lui-même, son temps étant écoulé :
event-sessions-ended = Plusieurs appareils déconnectés
event-access-key-created = Clé d’accès créée :
event-access-key-revoked = Clé d’accès révoquée :
event-access-keys-revoked = Toutes les clés d’accès révoquées
event-email-change-asked = Changement d’adresse demandé
event-email-verified = Adresse confirmée
event-email-changed = Adresse modifiée
event-email-removed = Adresse supprimée
event-email-change-undone = Changement d’adresse annulé, chaque appareil déconnecté

## Ce qu’un appareil a créé, et ce qui précède la première vérification d’une adresse

made-sessions = { $count ->
    [one] un appareil connecté
   *[other] { $count } appareils connectés
}
made-keys = { $count ->
    [one] une clé d’accès
   *[other] { $count } clés d’accès
}
made-changes = un changement d’adresse
made-approvals = { $count ->
    [one] une connexion approuvée
   *[other] { $count } connexions approuvées
}
older-title = Tout cela est-il à vous ?
older-lead = Jusqu’ici, aucune adresse de ce compte n’était confirmée. Il contient déjà :
older-may-be = Pour le compte que vous choisissez, votre adresse est peut-être confirmée pour la première fois. Il peut contenir des appareils et des clés d’accès d’avant.
older-hint = N’importe qui peut indiquer l’adresse d’autrui en s’inscrivant. Ce que vous ne connaissez pas est peut-être à quelqu’un d’autre. Mettez-y fin en cas de doute.
older-way-back = Jusqu’au { $until }, une ancienne adresse de ce compte peut le reprendre, quel que soit votre choix ici.
older-end = Ce n’est pas à moi, ou j’ai un doute : mettre fin à tout cela
older-end-button = Mettre fin à tout cela
older-keep-button = Tout cela est à moi
undone-made = Cet appareil a aussi laissé :
undone-gone = Tout cela a également pris fin.
undone-email-restored = L’appareil avait changé l’adresse du compte. L’ancienne est rétablie.
undo-box = Oui, déconnecter cet appareil
confirm-box = J’ai demandé cette connexion
confirm-box-missing = Cochez la case pour approuver.
email-verification-box = Le compte « { $username } » est à moi
email-verification-box-missing = Cochez la case pour confirmer l’adresse.
email-change-box = Le compte « { $username } » est à moi
email-change-box-missing = Cochez la case pour confirmer la nouvelle adresse.
email-undo-box = Oui, annuler le changement et déconnecter tous les appareils
email-undo-box-missing = Cochez la case pour annuler le changement.
session-change-withdrawn = Le changement d’adresse est retiré.
session-end-keys = { $count ->
    [one] Révoquer aussi sa clé d’accès
   *[other] Révoquer aussi ses { $count } clés d’accès
}
session-end-let-in = { $count ->
    [one] Déconnecter aussi l’appareil qu’il a laissé entrer
   *[other] Déconnecter aussi les { $count } appareils qu’il a laissé entrer
}
sessions-end-keys = { $count ->
    [one] Révoquer aussi une clé d’accès que cet appareil n’a pas créée
   *[other] Révoquer aussi { $count } clés d’accès que cet appareil n’a pas créées
}
key-made = { $count ->
    [one] La clé qu’elle a créée est révoquée aussi.
   *[other] Les { $count } clés qu’elle a créées sont révoquées aussi.
}
key-keep-children = { $count ->
    [one] Garder la clé qu’elle a créée
   *[other] Garder les clés qu’elle a créées
}
account-notice-older-ended = Tout cela a pris fin.
account-notice-older-kept = Tout reste en l’état.
account-aside-email-restored = { undone-email-restored }
account-aside-keys-revoked = Les clés d’accès qui y ont été créées sont révoquées.
account-aside-keys-left = Les clés d’accès qui y ont été créées fonctionnent encore : voir plus bas.
account-aside-change-withdrawn = Le changement d’adresse qui y a été demandé est retiré.
account-aside-let-in-ended = Les appareils qu’il a laissé entrer sont déconnectés aussi.
event-email-change-withdrawn = Changement d’adresse retiré
