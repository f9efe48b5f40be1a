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
} { $year } à { $time } UTC
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

mail-footer = Envoyé par { $host }, parce que quelqu’un y a saisi cette adresse. Ce message ne contient ni traceur ni publicité.
mail-button-hint = Le bouton ne fonctionne pas ? Copiez ce lien dans votre navigateur :
mail-link-expires = Le lien est valable jusqu’au { $time }.
mail-asked-heading = Qui a fait la demande

mail-login-subject = { $code } est votre code de connexion
mail-login-subject-shared = Une connexion à { $host } à vérifier
mail-login-preheader = Demande d’un appareil qui se présente comme { $platform }, le { $time }.
mail-login-heading = Est-ce vous qui vous connectez ?
mail-login-intro = Un appareil demande à se connecter à { $host } en tant que « { $username } ».
mail-login-intro-shared = Un appareil demande à se connecter à { $host } avec cette adresse. Plusieurs comptes l’utilisent ; la page du lien vous permet de choisir.
mail-login-review-line = Pour examiner la connexion, puis l’approuver ou la refuser, ouvrez ce lien :
mail-login-button = Examiner la connexion
mail-login-code-line = Ou saisissez ce code sur l’appareil qui attend :
mail-login-expires = Le lien et le code sont valables jusqu’au { $time } ({ $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} après la demande).
mail-login-not-you = Ce n’était pas vous ? Vous n’avez rien à faire : personne n’entre sans ce message. Ne transmettez jamais le code ni le lien. Aucun service d’assistance ne vous les demandera.

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

mail-undo-preheader = Ce n’était pas vous ? Le lien de ce message annule la modification et déconnecte tous les appareils.
mail-undo-nothing-to-do = Si c’était vous, vous n’avez rien à faire.
mail-undo-line = Ce n’était pas vous ? Ce lien annule la modification et déconnecte tous les appareils :
mail-undo-explanation = Ce n’était pas vous ? Annulez la modification : l’ancienne adresse est rétablie et tous les appareils sont déconnectés.
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
confirm-lead = Un appareil demande à se connecter à { $host }. Ce qu’il dit de lui-même n’a pas été vérifié.
confirm-warning = N’approuvez que si vous avez commencé cette connexion vous-même, sur un appareil devant vous. Aucun service d’assistance ne vous le demandera jamais.
confirm-in-doubt = Dans le doute, refusez, ou fermez simplement cette page : rien ne se passera.
confirm-approve = Approuver
confirm-deny = Ce n’était pas moi
confirm-account-legend = Quel compte ?
confirm-account-error = Choisissez le compte auquel se connecter.
confirm-end-others = { $count ->
    [one] Déconnecter aussi l’autre appareil de ce compte
   *[other] Déconnecter aussi les { $count } autres appareils de ce compte
}
confirm-end-others-hint = Votre adresse est ainsi prouvée pour la première fois. Les appareils connectés auparavant ne sont peut-être pas les vôtres.
match-label = Code affiché sur l’appareil qui attend
match-hint = Six caractères, affichés sur l’appareil qui demande à se connecter. Majuscules et minuscules sont équivalentes.
match-error-missing = Saisissez le code affiché sur l’appareil qui attend.
match-error-malformed = Le code a six caractères : des chiffres et les lettres A à F.
match-error-wrong = Ce n’est pas le code affiché sur l’appareil qui attend.
match-tries-left = { $count ->
    [one] Il vous reste un essai.
   *[other] Il vous reste { $count } essais.
}
error-summary = Veuillez vérifier
confirm-deny-title = Refuser cette connexion ?
confirm-deny-text = L’appareil qui se présente comme { $platform } apprendra qu’il a été refusé. C’est définitif, mais une nouvelle connexion peut être demandée à tout moment.
confirm-deny-box = Oui, refuser cette connexion
confirm-deny-button = Refuser
confirm-deny-back = Retour

approved-title = Connexion approuvée
approved-text = L’appareil qui se présente comme { $platform } est connecté en tant que « { $username } ».
approved-close = Vous pouvez fermer cette page ; l’autre appareil est connecté. Ce navigateur, lui, n’a pas été connecté.
undo-heading = C’était une erreur ?
undo-text = Jusqu’au { $time }, vous pouvez déconnecter cet appareil depuis cette page.
undo-button = Déconnecter cet appareil

## Résultats

outcome-denied-title = Connexion refusée
outcome-denied-text = { $device } n’entre pas.
outcome-denied-next = Quelqu’un connaît votre nom d’utilisateur ou votre adresse. Cela ne suffit pas pour entrer. Votre compte montre où vous êtes connecté.
outcome-undone-title = Appareil déconnecté
outcome-undone-text = { $device } est de nouveau déconnecté.
outcome-undone-next = Votre compte montre où vous êtes encore connecté.
outcome-already-approved-title = Déjà approuvée
outcome-already-approved-text = Cette connexion a déjà été approuvée. Un lien ne décide qu’une fois.
outcome-already-approved-next = Ce n’était pas vous ? Regardez où votre compte est connecté et mettez fin à ce que vous ne connaissez pas.
outcome-already-denied-title = Déjà refusée
outcome-already-denied-text = Cette connexion a déjà été refusée. Un lien ne décide qu’une fois.
outcome-already-denied-next = Pour vous connecter, recommencez sur votre appareil ; vous recevrez un nouveau message.
outcome-expired-title = Ce lien a expiré
outcome-expired-text = Pour votre sécurité, les liens de connexion ne vivent que quelques minutes. Rien n’a été modifié.
outcome-expired-next = Recommencez sur votre appareil ; vous recevrez un nouveau message.
outcome-too-many-codes-title = Trop de codes erronés
outcome-too-many-codes-text = La connexion a pris fin après trois codes erronés. Personne n’est entré.
outcome-too-many-codes-next = Si c’était vous, recommencez sur votre appareil ; vous recevrez un nouveau message et un nouveau code.
outcome-unknown-link-title = Ce lien ne fonctionne pas
outcome-unknown-link-text = Votre messagerie l’a peut-être coupé. Copiez le lien entier du message dans la barre d’adresse, ou saisissez le code du message sur l’appareil qui attend.
outcome-unknown-link-next = Si cela n’aide pas, recommencez ; vous recevrez un nouveau message.
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
error-title-403 = Non autorisé
error-title-404 = Il n’y a rien ici
error-title-405 = Cela ne fonctionne pas ici
error-title-409 = C’est déjà pris
error-title-413 = C’était trop
error-title-415 = Ce n’est pas le bon type de contenu
error-title-422 = Veuillez vérifier votre saisie
error-title-429 = Trop de demandes
error-title-500 = Une erreur s’est produite ici
error-title-503 = Momentanément hors service
error-title-other = Cela n’a pas fonctionné

## La boîte de développement

mailbox-title = Boîte de développement
mailbox-lead = Aucun serveur de messagerie n’est configuré : les messages arrivent ici au lieu d’être envoyés. Le plus récent est en premier.
mailbox-json = La même chose en JSON :
mailbox-empty-it = Pour vider la boîte :
mailbox-empty = Pas encore de message. Inscrivez-vous ou connectez-vous, puis revenez.
mailbox-count = { $count ->
    [one] { $count } message.
   *[other] { $count } messages.
}
mailbox-reload = Regarder de nouveau
mailbox-to = à { $to }
mailbox-html = Source HTML

## La référence de l’API

docs-version = Version { $version }
docs-openapi = Document OpenAPI
docs-contents = Sommaire
docs-parameters = Paramètres
docs-required = obligatoire
docs-request = Corps de la requête
docs-responses = Réponses

mail-access-key-created-subject = Une nouvelle clé d’accès sur { $host }
mail-access-key-created-heading = La clé d’accès « { $name } » a été créée
mail-access-key-created-intro = Pour le compte « { $username } » sur { $host }, la clé d’accès « { $name } » a été créée le { $time }. Elle commence par { $prefix }.
mail-access-key-created-advice = Si vous l’avez créée, il n’y a rien à faire. Sinon, connectez-vous, révoquez-la et mettez fin aux sessions que vous ne connaissez pas.
mail-access-key-expiring-subject = Une clé d’accès sur { $host } expire bientôt
mail-access-key-expiring-heading = La clé d’accès « { $name } » expire bientôt
mail-access-key-expiring-intro = Pour le compte « { $username } » sur { $host }, la clé d’accès « { $name } », qui commence par { $prefix }, expire le { $time }. Ce qui l’utilise cessera alors de fonctionner.
mail-access-key-expiring-advice = Si elle est encore nécessaire, créez-en une nouvelle et mettez-la à sa place.
mail-access-key-scopes = Elle permet ceci : { $scopes }.
mail-access-key-expires = Elle expire le { $time }.
mail-access-key-button = Voir mon compte
