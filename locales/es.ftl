## Everywhere

date-time = { $day } de { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
} de { $year } a las { $time } { $zone }
quoted = «{ $text }»
detail-line = { $label }: { $value }
skip-to-content = Ir al contenido
account-named = la cuenta «{ $username }»
your-account = su cuenta
device-named = El dispositivo que se presenta como { $platform }
device-unnamed = El otro dispositivo
the-address = esta dirección

label-account = Cuenta
label-platform = Se presenta como
label-user-agent = Navegador o programa
label-ip = Dirección IP
label-requested = Fecha de la solicitud
label-expires = Caducidad del enlace
label-address = Dirección por confirmar
label-address-old = Dirección actual
label-address-kept = Dirección que se restablece
label-address-dropped = Dirección que se descarta
address-none = ninguna (se iba a eliminar la dirección)

## Mails

mail-footer = Enviado por { $host } porque alguien escribió allí esta dirección. Este correo no contiene rastreadores ni publicidad.
mail-footer-owner = Enviado por { $host } porque esta es o era la dirección de la cuenta «{ $username }» en ese sitio. Este correo no contiene rastreadores ni publicidad.
mail-button-hint = ¿No funciona el botón? Abra [este enlace] o copie su dirección y péguela en el navegador:
mail-link-expires = El enlace es válido hasta el { $time }.
mail-asked-heading = Quién lo ha solicitado

mail-login-subject = { $code } es su código para iniciar sesión en { $brand }
mail-login-subject-shared = Revise un inicio de sesión en { $host }
mail-login-heading = ¿Es usted quien está iniciando sesión?
mail-login-intro = Un dispositivo quiere iniciar sesión en { $host } como «{ $username }».
mail-login-intro-shared = Un dispositivo quiere iniciar sesión en { $host } con esta dirección. La usan varias cuentas; en la página del enlace podrá elegir una.
mail-login-review-line = Para revisar el inicio de sesión y aprobarlo o rechazarlo, abra este enlace:
mail-login-review-or-line = O abra este enlace para revisar el inicio de sesión y aprobarlo o rechazarlo:
mail-login-button = Revisar inicio de sesión
mail-login-review-html = Revise el inicio de sesión y apruébelo o rechácelo:
mail-login-review-or-html = O revise el inicio de sesión y apruébelo o rechácelo:
mail-login-code-line = Escriba este código en el dispositivo que está esperando:
mail-login-expires = El enlace y el código son válidos hasta el { $time } ({ $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
} después de la solicitud).
mail-login-held-back-strangers = Este es el último correo de hoy sobre inicios de sesión desde dispositivos y redes desconocidos para esta cuenta: los siguientes se retendrán durante un máximo de 24 horas. Si quiere iniciar sesión entretanto, use un dispositivo o una red desde los que ya lo haya hecho antes, o apruebe la solicitud en un dispositivo donde tenga la sesión iniciada.
mail-login-held-back-all = Este es el último correo de hoy sobre inicios de sesión: los siguientes se retendrán durante un máximo de 24 horas. Si quiere iniciar sesión entretanto, apruebe la solicitud en un dispositivo donde tenga la sesión iniciada.
mail-login-not-you = ¿No es usted? No tiene que hacer nada: nadie podrá entrar sin su aprobación. Para rechazar este inicio de sesión, abra el enlace y elija «No soy yo». No comparta nunca el código ni el enlace con nadie. El servicio de asistencia jamás se los pedirá.

mail-email-button = Revisar dirección
mail-verification-subject = Confirme su dirección de correo para { $host }
mail-verification-heading = Confirme su dirección de correo
mail-verification-intro = Se ha creado la cuenta «{ $username }» en { $host } con la dirección { $email }.
mail-verification-line = Para confirmar que esta dirección es suya, abra este enlace:
mail-verification-not-you = ¿No ha sido usted? No tiene que hacer nada: la dirección quedará sin confirmar.

mail-email-change-verification-subject = Confirme su nueva dirección de correo para { $host }
mail-email-change-verification-heading = Confirme su nueva dirección de correo
mail-email-change-verification-intro = Se ha solicitado que la cuenta «{ $username }» de { $host } use a partir de ahora la dirección { $email }.
mail-email-change-verification-line = Para confirmar la nueva dirección, abra este enlace:
mail-email-change-verification-not-you = ¿No ha sido usted? No tiene que hacer nada: sin el enlace, la dirección no cambia.

mail-undo-nothing-to-do = Si ha sido usted, no tiene que hacer nada.
mail-undo-line = ¿No ha sido usted? Este enlace deshace el cambio y cierra la sesión en todos los dispositivos:
mail-undo-explanation = ¿No ha sido usted? Deshaga el cambio: se restablecerá la dirección anterior y se cerrará la sesión en todos los dispositivos.
mail-change-stop-line = ¿No ha sido usted? Este enlace detiene el cambio; se mantiene su dirección y se cierra la sesión en todos los dispositivos:
mail-change-stop-button = Detener el cambio
mail-undo-button = Deshacer el cambio
mail-email-change-requested-subject = Su dirección de correo en { $host } va a cambiar
mail-email-change-requested-heading = Su dirección de correo va a cambiar
mail-email-change-requested-intro = El { $time } se solicitó cambiar esta dirección por { $email } en la cuenta «{ $username }» de { $host }. El cambio se hará efectivo cuando se confirme la nueva dirección.
mail-email-change-requested-intro-removal = El { $time } se solicitó eliminar esta dirección de la cuenta «{ $username }» de { $host }.
mail-email-changed-subject = Su dirección de correo en { $host } ha cambiado
mail-email-changed-heading = Su dirección de correo ha cambiado
mail-email-changed-intro = Desde el { $time }, la cuenta «{ $username }» de { $host } usa la dirección { $email } en lugar de esta.
mail-email-changed-intro-removal = Desde el { $time }, la cuenta «{ $username }» de { $host } no tiene ninguna dirección; hasta entonces era esta.

## The page behind the link of a sign-in

confirm-title = ¿Aprobar este inicio de sesión?
confirm-title-error = Error: ¿aprobar este inicio de sesión?
confirm-as = quiere iniciar sesión como
confirm-lead = Un dispositivo quiere iniciar sesión en { $host }. Los datos que da de sí mismo no se han comprobado.
confirm-warning = Apruébelo solo si lo ha iniciado usted, en un dispositivo que tenga delante. El servicio de asistencia jamás se lo pedirá.
confirm-in-doubt = En caso de duda, rechácelo. También puede cerrar esta página sin más: nadie podrá entrar sin su aprobación.
confirm-approve = Aprobar
confirm-deny = No soy yo
confirm-account-legend = ¿Qué cuenta?
confirm-account-verified = (confirmada)
confirm-account-error = Elija la cuenta en la que quiere iniciar sesión.
match-label = Código del dispositivo que está esperando
match-hint = Seis caracteres, en la pantalla del dispositivo que está esperando. No es el código del correo.
match-error-missing = Escriba el código que muestra el dispositivo que está esperando.
match-error-malformed = Ese no es un código del dispositivo que está esperando: tiene seis caracteres, cifras y letras de la A a la F. El código del correo tiene ocho y no va aquí.
match-error-wrong = Ese no es el código que muestra el dispositivo que está esperando.
match-tries-left = { $count ->
    [one] Le queda un intento.
   *[other] Le quedan { $count } intentos.
}
error-summary = Revise lo siguiente
confirm-deny-title = ¿Rechazar este inicio de sesión?
confirm-deny-text = Se comunicará el rechazo al dispositivo que se presenta como { $platform }. Si al final era usted, vuelva a iniciar sesión allí: es posible en cualquier momento.
confirm-deny-box = Sí, rechazar este inicio de sesión
confirm-deny-missing = Marque la casilla para rechazarlo.
confirm-deny-button = Rechazar
confirm-deny-back = Volver

approved-title = Inicio de sesión aprobado
approved-look-other = Continúe en el otro dispositivo.
approved-look-television = Continúe en el televisor.
approved-text = El dispositivo que se presenta como { $platform } puede iniciar sesión como «{ $username }».
approved-later = Si más adelante quiere cerrar esa sesión, inicie sesión aquí y vaya a «Dónde ha iniciado sesión».
approved-close = Puede cerrar esta página: en este navegador no se ha iniciado sesión.
undo-heading = ¿No ha sido usted, o fue un error?
undo-text = Durante { $minutes ->
    [one] un minuto más
   *[other] { $minutes } minutos más
} (hasta el { $time }) puede cerrar desde aquí la sesión de ese dispositivo.
undo-button = Cerrar la sesión de ese dispositivo

## Outcomes

outcome-denied-title = Inicio de sesión rechazado
outcome-denied-text = { $device } no ha iniciado sesión. Su cuenta sigue igual.
outcome-denied-next = No tiene que hacer nada más. ¿Lo ha rechazado por error? Vuelva a empezar en ese dispositivo.
outcome-undone-title = Sesión cerrada
outcome-undone-text = { $device } ya no tiene la sesión iniciada.
outcome-undone-next = En su cuenta puede ver dónde más ha iniciado sesión.
outcome-already-approved-title = Ya estaba aprobado
outcome-already-approved-text = Este inicio de sesión ya se había aprobado. Cada enlace sirve para una sola decisión.
outcome-already-approved-next = ¿No ha sido usted? Revise las sesiones de su cuenta y cierre las que no reconozca.
outcome-already-undone-title = Aprobación anulada
outcome-already-undone-text = Este inicio de sesión se aprobó y después se anuló. Cada enlace sirve para una sola decisión.
outcome-already-undone-next = { outcome-already-denied-next }
outcome-already-denied-title = Ya estaba rechazado
outcome-already-denied-text = Este inicio de sesión ha terminado: se rechazó, o se canceló por códigos incorrectos o al cerrar la sesión en todas partes. Cada enlace sirve para una sola decisión.
outcome-already-denied-next = Para iniciar sesión, vuelva a empezar en el dispositivo que estaba esperando; recibirá otro correo.
outcome-expired-title = Este enlace ha caducado
outcome-expired-text = Por su seguridad, los enlaces de inicio de sesión solo son válidos unos minutos. No se ha cambiado nada.
outcome-expired-next = Vuelva a empezar en el dispositivo que estaba esperando; recibirá otro correo.
outcome-too-many-codes-title = Demasiados códigos incorrectos
outcome-too-many-codes-text = El inicio de sesión se canceló tras tres códigos incorrectos. No ha entrado nadie.
outcome-too-many-codes-next = Si ha sido usted, vuelva a empezar en el dispositivo que estaba esperando; recibirá otro correo y otro código.
outcome-unknown-link-title = Este enlace no funciona
outcome-unknown-link-text = Puede que su programa de correo lo haya cortado. Vuelva al correo y escriba su código en el dispositivo que está esperando, o copie el enlace completo en la barra de direcciones.
outcome-unknown-link-next = Si sigue sin funcionar, solicite otro correo en el dispositivo que está esperando.
outcome-email-confirmed-title = Dirección confirmada
outcome-email-confirmed-text = A partir de ahora, { $username } usa { $email }.
outcome-email-confirmed-next = Puede cerrar esta página.
outcome-email-undone-title = Cambio deshecho
outcome-email-undone-text = Se ha restablecido la dirección anterior de { $username } y se ha cerrado la sesión en todos los dispositivos.
outcome-email-undone-next = Inicie sesión de nuevo con la dirección anterior.
outcome-email-link-used-title = Ya está hecho
outcome-email-link-used-text = Este enlace ya se ha usado y ha surtido efecto.
outcome-email-link-used-next = En su cuenta puede ver qué dirección está en uso.
outcome-email-link-expired-title = Este enlace ha caducado
outcome-email-link-expired-text = Los enlaces de los correos son válidos por tiempo limitado. No se ha cambiado nada.
outcome-email-link-expired-next = Puede solicitar otro correo en su cuenta.
outcome-email-link-confirmed-title = Ya está confirmada
outcome-email-link-confirmed-text = { $email } es la dirección confirmada de { $username }. Se confirmó antes de abrir este enlace.
outcome-email-link-confirmed-next = No hace falta hacer nada más.
outcome-email-link-replaced-title = Este enlace ha sido sustituido
outcome-email-link-replaced-text = Después de enviarse este correo, la dirección de { $username } se ha vuelto a cambiar. Este enlace no ha cambiado nada.
outcome-email-link-replaced-next = Use el correo más reciente o consulte la dirección en su cuenta.

## The page behind a link about an address

email-verification-title = Confirme su dirección de correo
email-verification-text = ¿Son suyas esta cuenta y esta dirección?
email-verification-button = Confirmar dirección
email-verification-otherwise = ¿No es usted? Cierre esta página sin más: no pasará nada.
email-change-title = Confirme su nueva dirección de correo
email-change-text = En cuanto la confirme, la nueva dirección recibirá los correos de esta cuenta y, con ellos, todos los inicios de sesión.
email-change-button = Confirmar nueva dirección
email-change-otherwise = ¿No ha sido usted? Cierre esta página sin más: la dirección no cambiará.
email-undo-title = ¿Deshacer el cambio de dirección?
email-undo-text = La dirección anterior se restablece de inmediato.
email-undo-warning = Se cerrará la sesión en todos los dispositivos de esta cuenta, también en este. Después, inicie sesión de nuevo con la dirección anterior.
email-undo-button = Deshacer y cerrar todas las sesiones
email-undo-otherwise = ¿Ha hecho usted el cambio? Cierre esta página sin más: no pasará nada.

## Errors

error-status = Error { $status }
error-request-id = Para el administrador:
error-title-400 = No se ha entendido la solicitud
error-title-401 = Inicie sesión
error-title-403 = Eso no se puede hacer aquí
error-title-404 = Aquí no hay nada
error-title-405 = Eso no funciona aquí
error-title-409 = Ya está en uso
error-title-413 = Demasiados datos
error-title-415 = Tipo de contenido no válido
error-title-422 = Revise los datos introducidos
error-title-429 = Demasiadas solicitudes
error-title-500 = Ha habido un problema
error-title-503 = Servicio no disponible por el momento
error-title-other = No ha funcionado

## The development mailbox

mailbox-title = Buzón de desarrollo
mailbox-lead = No hay ningún servidor de correo configurado: los correos llegan aquí en lugar de enviarse. Solo este equipo puede abrir esta página. El más reciente aparece primero.
mailbox-json = Lo mismo en JSON:
mailbox-empty-it = Para vaciar el buzón:
mailbox-empty = Aún no hay correos. Cree una cuenta o inicie sesión y vuelva aquí.
mailbox-count = { $count ->
    [one] Un correo.
   *[other] { $count } correos.
}
mailbox-empty-button = Vaciar el buzón
mailbox-from = De
mailbox-recipient = Para
mailbox-date = Fecha
mailbox-links = Enlaces
mailbox-preview = En HTML
mailbox-wide = Ancho
mailbox-phone = Teléfono
mailbox-width = Anchura
mailbox-text = Como texto
mailbox-headers = Encabezados
mailbox-source = Código fuente
mailbox-back = Todos los correos
mailbox-alone = Solo el HTML
mailbox-to = para { $to }
mailbox-open = Abrir
mailbox-filter = Solo correos para
mailbox-filter-button = Mostrar

## The reference of the API

docs-version = Versión { $version }
docs-openapi = Documento OpenAPI
docs-contents = Contenido
docs-parameters = Parámetros
docs-required = obligatorio
docs-request = Cuerpo de la solicitud
docs-everywhere = Además de lo que se indica en cada ruta, las que reciben un cuerpo pueden responder 408 y 415, y todas pueden responder 413, 429, 500 y 503.
docs-responses = Respuestas

mail-access-key-created-subject = Nueva clave de API en { $host }
mail-access-key-created-heading = Se ha creado la clave de API «{ $name }»
mail-access-key-created-intro = El { $time } se creó la clave de API «{ $name }» para la cuenta «{ $username }» de { $host }. Empieza por { $prefix }.
mail-access-key-created-advice = Si la ha creado usted, no tiene que hacer nada. Si no, inicie sesión, revóquela y cierre las sesiones que no reconozca.
mail-access-key-expiring-subject = Una clave de API de { $host } está a punto de caducar
mail-access-key-expiring-heading = La clave de API «{ $name }» caduca pronto
mail-access-key-expiring-intro = La clave de API «{ $name }» (empieza por { $prefix }) de la cuenta «{ $username }» de { $host } caduca el { $time }. Lo que la use dejará de funcionar en ese momento.
mail-access-key-expiring-advice = Si todavía la necesita, cree otra y sustitúyala.
mail-access-key-scopes = Permisos: { $scopes }.
mail-access-key-expires = Caduca el { $time }.
mail-access-key-line = Para ver su cuenta, abra este enlace:
mail-access-key-button = Ver mi cuenta

## Times

relative-now = hace un momento
relative-minutes-ago = { $count ->
    [one] hace un minuto
   *[other] hace { $count } minutos
}
relative-hours-ago = { $count ->
    [one] hace una hora
   *[other] hace { $count } horas
}
relative-days-ago = { $count ->
    [one] hace un día
   *[other] hace { $count } días
}
relative-months-ago = { $count ->
    [one] hace un mes
   *[other] hace { $count } meses
}
relative-years-ago = { $count ->
    [one] hace un año
   *[other] hace { $count } años
}
relative-soon = en menos de un minuto
relative-minutes-ahead = { $count ->
    [one] dentro de un minuto
   *[other] dentro de { $count } minutos
}
relative-hours-ahead = { $count ->
    [one] dentro de una hora
   *[other] dentro de { $count } horas
}
relative-days-ahead = { $count ->
    [one] dentro de un día
   *[other] dentro de { $count } días
}
relative-months-ahead = { $count ->
    [one] dentro de un mes
   *[other] dentro de { $count } meses
}
relative-years-ahead = { $count ->
    [one] dentro de un año
   *[other] dentro de { $count } años
}

## Signing in

footer-language = Idioma
back = Volver
title-error = Error:
label-email = Dirección de correo
label-username = Nombre de usuario
device-on = { $program } en { $system }
sign-in-title = Iniciar sesión
sign-in-heading = Iniciar sesión en { $name }
sign-in-lead = Sin contraseña: recibirá un correo con un enlace y un código.
sign-in-return = Después continuará en { $host }.
sign-in-several = ¿Varias cuentas con esta dirección?
sign-in-username-hint = Si indica un nombre de usuario, el correo será para esa cuenta e incluirá un código. Si no, podrá elegir la cuenta al abrir el enlace.
sign-in-button = Continuar
sign-in-no-account = ¿Aún no tiene cuenta?
sign-in-already = Ha iniciado sesión como { $username }
sign-in-go-on = Continuar
sign-in-reason-ended = Se ha cerrado su sesión, quizá desde otro dispositivo. Inicie sesión de nuevo para continuar.
sign-in-reason-signed-out = Ha cerrado la sesión.
sign-in-insecure = Esta página llega por http sin cifrar, así que su navegador no puede mantener la sesión. Avise al administrador de que hace falta https. Las aplicaciones que envían un token con cada solicitud no se ven afectadas.

## Signing out

sign-out-title = ¿Cerrar sesión?
sign-out-text = Ha iniciado sesión como { $username }. La sesión se cerrará solo en este navegador; en sus otros dispositivos seguirá iniciada.
sign-out-button = Cerrar sesión
sign-out-stay = Mantener la sesión
sign-out-nobody-title = No ha iniciado sesión
sign-out-nobody-text = En este navegador no hay ninguna sesión iniciada.

## Waiting

waiting-title-pending = Revise su correo
waiting-title-approved = Inicio de sesión aprobado
waiting-title-denied = Inicio de sesión rechazado
waiting-title-expired = Este inicio de sesión ha caducado
waiting-lead = Abra nuestro correo en cualquier dispositivo y apruebe el inicio de sesión. Si la dirección pertenece a una cuenta, lo hemos enviado a
waiting-alive = Esperando su aprobación.
waiting-wrong-address = ¿Dirección equivocada? Cambiarla
waiting-match-label = El otro dispositivo le pedirá este código
waiting-match-signed-in = ¿Ya ha iniciado sesión en otro dispositivo? Apruébelo allí, en «Mi cuenta», con este código. No hace falta ningún correo.
waiting-expires = Este inicio de sesión caduca
waiting-continue = Ya lo he aprobado, continuar
waiting-quiet = Esta página comprueba cada { $seconds ->
    [one] segundo
   *[other] { $seconds } segundos
} si ya lo ha aprobado.
waiting-quiet-back = Prefiero escribir el código del correo
waiting-quiet-link = Esperar sin escribir nada
waiting-code-label = O escriba el código del correo
waiting-code-hint = Ocho caracteres. Si el correo no trae ninguno, use su enlace.
waiting-code-button = Iniciar sesión con el código
waiting-no-mail = ¿No le llega el correo?
waiting-no-mail-spam = Mire en la carpeta de correo no deseado. El correo viene de { $sender }.
waiting-no-mail-address = Compruebe la dirección, letra por letra.
waiting-no-mail-account = Solo se envían correos a direcciones asociadas a una cuenta, y no muchos seguidos.
waiting-resend = Reenviar el correo
waiting-mailbox = Desarrollo: su correo está aquí:
waiting-mailbox-link = Abrir el buzón
waiting-notice-resent = El correo se ha vuelto a enviar. El enlace anterior también sirve.
waiting-notice-too-soon = El correo se acaba de enviar. Podrá reenviarlo dentro de { $seconds ->
    [one] { $seconds } segundo
   *[other] { $seconds } segundos
}.
waiting-notice-too-late = Este inicio de sesión está a punto de caducar. Empiece otro.
waiting-notice-not-yet = Aún no se ha aprobado. Abra el enlace del correo y elija «Aprobar».
waiting-approved-text = Un paso más y habrá iniciado sesión aquí.
waiting-text-denied = No se ha iniciado ninguna sesión. Si ha sido un error, vuelva a empezar.
waiting-text-expired = El enlace y los códigos de este inicio de sesión ya no sirven.
waiting-again = Enviar otro correo a { $email }
not-waiting-title = Este navegador no espera ningún inicio de sesión
not-waiting-text = Ya ha terminado, o se empezó en otro navegador.
no-cookies-title = Su navegador no guarda cookies
no-cookies-waiting = Acaba de solicitar un inicio de sesión, pero su navegador no ha guardado la cookie necesaria para esperar la aprobación. El correo que está en camino no le permitirá iniciar sesión aquí.
no-cookies-session = El inicio de sesión se ha aprobado, pero su navegador no ha guardado la cookie que mantiene la sesión. Aquí no se ha iniciado ninguna sesión.
no-cookies-account = La cuenta se ha creado, pero su navegador no ha guardado la cookie que mantiene la sesión. Aquí no se ha iniciado ninguna sesión. Si indicó una dirección de correo, inicie sesión más tarde con ella. A una cuenta sin dirección ya no se puede acceder: en ese caso, cree otra con un nombre distinto.
no-cookies-allow = Permita las cookies de { $host } en los ajustes de su navegador y compruebe que ninguna extensión las bloquee. Después, vuelva a empezar.
no-cookies-domain = Otras cookies de este sitio sí llegan, así que el fallo probablemente no es suyo: pida al administrador que revise el ajuste cookie.domain.
approved-here = La solicitud venía de este mismo navegador.

## Registering

register-title = Crear una cuenta
register-lead = Elija un nombre e indique una dirección para iniciar sesión en otros dispositivos.
register-username-hint = De 1 a 32 letras, cifras, puntos, guiones y guiones bajos.
register-email-label = Dirección de correo (opcional)
register-email-hint = Sin una dirección, este navegador será su único acceso: si se cierra la sesión, nadie podrá devolverle la cuenta.
register-button = Crear cuenta
register-have-account = ¿Ya tiene una cuenta?

## What is wrong with a form

problem-missing-email = Escriba una dirección de correo.
problem-invalid-email = Eso no es una dirección de correo. Debe ser como nombre@example.org, sin nada alrededor.
problem-missing-username = Escriba un nombre de usuario.
problem-invalid-username = Un nombre de usuario tiene de 1 a 32 letras, cifras, puntos, guiones y guiones bajos, y empieza y termina con una letra o una cifra.
problem-username-reserved = Ese nombre está reservado. Elija otro.
problem-username-taken = Ese nombre ya está en uso. Elija otro.
problem-missing-code = Escriba el código del correo.
problem-malformed-code = El código tiene ocho caracteres, como K7QM-2XTD. No se ha contado como intento.
problem-match-code-typed = Ese es el código que se muestra en esta página. Escríbalo en el dispositivo donde abra el enlace; aquí va el código del correo. No se ha contado como intento.
problem-match-code-missing = Escriba el código que muestra el dispositivo que está esperando.
problem-match-code-malformed = Ese no es un código del dispositivo que está esperando: tiene seis caracteres, cifras y letras de la A a la F. No se ha contado como intento.
problem-match-code-wrong = Ese no es el código que muestra el dispositivo que está esperando. Al tercer código incorrecto se cancelará este inicio de sesión.
problem-match-code-wrong-last = Ese no es el código que muestra el dispositivo que está esperando. Otro código incorrecto cancelará este inicio de sesión.
problem-wrong-code = Ese no es el código del correo, que tiene ocho caracteres. El de esta página se escribe en el otro dispositivo. Al tercer código incorrecto se cancelará este inicio de sesión.
problem-missing-name = Ponga un nombre a la clave.
problem-invalid-name = El nombre debe tener de 1 a 64 caracteres visibles.
problem-invalid-session-name = El nombre debe tener de 1 a 64 caracteres visibles.
problem-invalid-description = La finalidad puede tener 200 caracteres visibles como máximo.
problem-missing-scopes = Elija al menos un permiso para la clave.
problem-missing-life = Elija cuánto tiempo será válida la clave.
problem-name-taken = Ya tiene una clave con ese nombre.
problem-too-many-keys = Ha alcanzado el número máximo de claves. Revoque una primero.
problem-missing-confirmation = Escriba su nombre de usuario para confirmar.
problem-wrong-confirmation = Ese no es su nombre de usuario. No se ha eliminado nada.

## The account

account-title = Mi cuenta
account-heading = Cuenta de { $username }
account-contents = En esta página
account-sign-out-here = Cerrar sesión aquí
account-notice-session-ended = Se ha cerrado la sesión del dispositivo. Las credenciales que aún conserve dejarán de funcionar en { $minutes ->
    [one] un minuto
   *[other] { $minutes } minutos
} como máximo.
account-notice-session-renamed = Se ha cambiado el nombre.
account-notice-sessions-ended = Se ha cerrado la sesión en todos los demás dispositivos.
account-notice-key-revoked = La clave se ha revocado y ya no da acceso a nada.
account-notice-username-changed = Se ha cambiado el nombre de usuario. Durante 30 días, solo usted podrá volver a usar el anterior.
account-notice-email-asked = Hemos enviado un correo a la nueva dirección. El cambio se hará cuando la confirme allí.
account-notice-email-removed = Se ha eliminado la dirección. Ahora no es posible iniciar sesión por correo.
account-notice-email-cancelled = Se ha cancelado el cambio de dirección.
account-notice-email-resent = El correo se ha vuelto a enviar. Los enlaces de correos anteriores como este ya no funcionan.
account-notice-email-unchanged = Esa ya es su dirección.
account-notice-login-approved = El dispositivo está aprobado. Iniciará sesión automáticamente.
account-notice-login-denied = El inicio de sesión se ha rechazado. No ha entrado nadie.
account-notice-login-undone = Se ha cerrado la sesión del dispositivo.
account-notice-login-failed = Ese era el tercer código incorrecto y el inicio de sesión se ha cancelado. Si era suyo, vuelva a empezarlo.
account-notice-login-gone = Ese inicio de sesión ya se había aprobado o rechazado, o ha caducado.
account-notice-gone = Ese dispositivo o esa clave ya no existía.
account-notice-undecided = No se ha cambiado nada.
logins-title = { $count ->
    [one] Un dispositivo está esperando
   *[other] Hay dispositivos esperando
}
logins-in-doubt = En caso de duda, rechácelo.
logins-asked = solicitado
logins-expires = caduca
logins-more = Hay más inicios de sesión en espera de los que caben aquí. Si falta el suyo, vuelva a empezarlo: se muestran los más recientes.
logins-let-in-title = Recién aprobado
logins-let-in-text = { $minutes ->
    [one] Durante un minuto más puede cerrar la sesión de este dispositivo y anular todo lo que haya creado o solicitado.
   *[other] Durante { $minutes } minutos más puede cerrar la sesión de este dispositivo y anular todo lo que haya creado o solicitado.
}
sessions-title = Dónde ha iniciado sesión
sessions-none = No ha iniciado sesión en ningún otro sitio.
sessions-end-others = Cerrar las demás sesiones
sessions-end-others-question = Se cerrarán de inmediato todas las sesiones menos esta, en todas las páginas de la lista.
sessions-end-others-button = Sí, cerrar las demás
session-current = Este dispositivo
session-details = Detalles
session-device = Dispositivo
session-device-probably = probablemente { $device }
session-created = Sesión iniciada el
session-signed-in = sesión iniciada
session-last-seen = Última actividad
session-last-active = última actividad
session-active-now = activo ahora
session-approved-from = Aprobado desde la IP
session-registered = no hizo falta: este dispositivo creó la cuenta
session-approved-unknown = una dirección desconocida
session-let-in-by = Aprobado por
session-let-in-by-ended = un dispositivo que ya no tiene la sesión iniciada
session-expires = Si no se usa, caduca el
session-name = Nombre de este dispositivo
session-name-hint = Déjelo en blanco para usar el nombre que da el propio dispositivo.
session-rename = Cambiar nombre
session-end = Cerrar esta sesión
session-end-question = La sesión de «{ $name }» se cerrará de inmediato.
session-end-button = Cerrar la sesión de «{ $name }»
kind-browser = Navegador
group-browser = Navegadores
kind-desktop = Aplicación de escritorio
group-desktop = Aplicaciones de escritorio
kind-mobile = Aplicación móvil
group-mobile = Aplicaciones móviles
kind-command-line = Línea de comandos
group-command-line = Línea de comandos
kind-television = Televisor u otro aparato
group-television = Televisores y otros aparatos
kind-other = Otro
group-other = Otros
pager-next = Ver más
pager-first = Primera página
keys-title = Claves de API
keys-lead = Para scripts y máquinas que actúan en su nombre.
keys-none = No tiene ninguna clave de API.
key-state-active = activa
key-state-ending = caduca pronto
key-state-expired = caducada
key-last-used = usada
key-last-used-at = Último uso
key-never-used = nunca usada
key-ends = caduca
key-ended = caducó
key-revoke = Revocar
key-revoke-question = Todo lo que use «{ $name }» dejará de funcionar de inmediato.
key-revoke-button = Revocar «{ $name }»
key-description = Finalidad
key-scopes = Permisos
key-created = Fecha de creación
key-expires = Fecha de caducidad
key-new-title = Nueva clave de API
key-new-lead = Dele solo los permisos que necesite y solo por el tiempo necesario.
key-name = Nombre
key-name-hint = Lo que la usará, por ejemplo, «script de copias de seguridad».
key-description-label = Finalidad (opcional)
key-scopes-legend = ¿Qué puede hacer? Elija al menos una opción.
key-life-legend = ¿Cuánto tiempo será válida?
key-life = { $days ->
    [one] un día
   *[other] { $days } días
}
key-new-told = Recibirá un correo cuando se cree y otro antes de que caduque.
key-new-button = Crear clave
scope-account-read = Ver su cuenta: nombre y dirección
scope-account-write = Cambiar su nombre y eliminar su cuenta
scope-sessions-read = Ver dónde ha iniciado sesión
scope-sessions-write = Cerrar la sesión de sus dispositivos
scope-keys-read = Ver la lista de sus claves de API, sin las claves en sí
scope-keys-write = Crear y revocar claves de API que no tengan más permisos que esta
scope-tokens-issue = Obtener tokens de corta duración para otros servidores
scope-extra = Para un servidor situado detrás de este:
key-created-title = La clave está lista
key-created-once = Es la única vez que la verá. Póngala ahora donde haga falta o guárdela en un gestor de contraseñas.
key-created-label = Clave de API «{ $name }»
key-created-copy = Copiar
key-created-copied = Copiada.
key-created-try = Para probarla
key-created-done = Ya la he guardado
address-title = Dirección y nombre
address-verified = confirmada
address-unverified = sin confirmar
address-missing = ninguna: no puede iniciar sesión en otros dispositivos
address-pending = Cambiará a
address-pending-hint = cuando se abra el enlace del correo enviado a esa dirección
address-resend = Reenviar el correo
address-cancel = Cancelar el cambio
address-new = Nueva dirección de correo
address-new-hint = El cambio se hará cuando la confirme. Avisaremos a la dirección anterior, que podrá deshacerlo durante 72 horas.
address-change = Cambiar
address-remove = Eliminar la dirección
address-remove-question = Sin una dirección no podrá iniciar sesión en otro dispositivo, ni volver a hacerlo aquí cuando se cierre la sesión.
address-remove-button = Sí, eliminarla
username-change = Cambiar nombre
data-title = Mis datos
data-text = Cuenta, sesiones, claves y actividad reciente en formato JSON, sin ningún dato secreto.
data-button = Descargar mis datos
danger-title = Zona de peligro
danger-everywhere = Cerrar todas las sesiones
danger-everywhere-text = Cierra todas las sesiones, también esta, y cancela los inicios de sesión en curso. Las claves de API se mantienen.
danger-everywhere-button = Cerrar todas las sesiones
danger-everywhere-question = Tendrá que iniciar sesión de nuevo en cada dispositivo.
danger-everywhere-confirm = Sí, cerrarlas todas
danger-delete = Eliminar la cuenta
danger-delete-text = Elimina la cuenta y todo lo que contiene, de inmediato y para siempre.
danger-delete-button = Eliminar la cuenta…
delete-title = ¿Eliminar la cuenta?
delete-lead = Esto es lo que ocurrirá con la cuenta «{ $username }»:
delete-sessions = Se cerrará de inmediato la sesión en todos los dispositivos.
delete-keys = Todas las claves de API dejarán de funcionar.
delete-name = El nombre de usuario quedará reservado 30 días; después, otras personas podrán usarlo.
delete-mail = Se enviará un aviso a { $email }, si estaba confirmada, y después se borrará la dirección.
delete-warning = Esto no se puede deshacer.
delete-label = Para confirmar, escriba { $username }
delete-button = Eliminar la cuenta para siempre
deleted-title = La cuenta se ha eliminado
deleted-text = Se ha eliminado «{ $username }» con todo lo que contenía.

## More outcomes and errors

label-decided = Fecha de la decisión
label-decided-from = Desde la dirección IP
label-expired = Fecha de caducidad
outcome-account = Ver dónde he iniciado sesión
outcome-new-mail = Solicitar otro correo
error-home = Ir a la página de inicio
error-text-not-found = No hay nada en esta dirección. Puede que el enlace esté cortado.
error-text-method-not-allowed = Esta dirección no muestra nada por sí sola. Vuelva a la página de la que viene.
error-text-malformed-body = No se ha podido leer la solicitud. Vuelva atrás e inténtelo de nuevo.
error-text-body-too-large = Lo que se ha enviado es demasiado grande.
error-text-unsupported-media-type = Lo que se ha enviado no tiene el formato correcto.
error-text-request-timeout = La solicitud ha tardado demasiado en llegar. Inténtelo de nuevo.
error-text-registration-closed = Por el momento no se pueden crear cuentas aquí.
error-text-authentication-required = Para esto tiene que iniciar sesión.
error-text-invalid-credentials = Su sesión ha terminado. Inicie sesión de nuevo.
error-text-ambiguous-credentials = La solicitud contiene dos credenciales distintas a la vez.
error-text-insufficient-scope = Las credenciales que ha usado no permiten hacer esto.
error-text-cross-origin = Su navegador no ha demostrado que este formulario procede de aquí. Vuelva a abrir la página e inténtelo otra vez; no se ha cambiado nada. Si se repite, el navegador no guarda cookies: permítalas para este sitio o use otro navegador.
error-text-misdirected-request = Esto solo está disponible en la máquina donde funciona el servidor, y solo con el nombre o la dirección de esa máquina, como localhost.
error-text-unavailable = El servicio no está disponible por el momento. Inténtelo de nuevo; no se ha perdido nada.
error-text-internal = Ha habido un problema por nuestra parte. Inténtelo de nuevo.
error-text-too-fast-minutes = Demasiadas veces desde su red. Inténtelo de nuevo dentro de { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}.
error-text-untold = No se ha cambiado nada. Cada cambio se comunica a la dirección de su cuenta, y ya se han enviado allí demasiados correos de ese tipo. Inténtelo de nuevo dentro de { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}.
error-text-too-fast = Demasiado rápido. Inténtelo de nuevo dentro de { $seconds ->
    [one] { $seconds } segundo
   *[other] { $seconds } segundos
}.

## Mail about a deleted account

mail-username-changed-subject = Su nombre de usuario en { $host } ha cambiado
mail-username-changed-heading = Su nombre de usuario ha cambiado
mail-username-changed-intro = Desde el { $time }, la cuenta «{ $old }» de { $host } se llama «{ $username }».
mail-username-changed-rest = Durante 30 días, nadie más puede usar el nombre «{ $old }». Hasta entonces puede recuperarlo para su cuenta.
mail-username-changed-advice = Si lo ha cambiado usted, no tiene que hacer nada. Si no, inicie sesión con esta dirección, devuelva a su cuenta el nombre anterior, cierre las sesiones y revoque las claves de API que no reconozca.
mail-account-deleted-subject = Su cuenta en { $host } se ha eliminado
mail-account-deleted-heading = Su cuenta se ha eliminado
mail-account-deleted-intro = La cuenta «{ $username }» de { $host } se eliminó el { $time }, junto con sus sesiones y claves de API. Tras este correo, esta dirección ya no se conserva.
mail-account-deleted-advice = ¿No ha sido usted? Entonces otra persona ha podido actuar en su nombre. No es posible recuperar la cuenta; avise al administrador.
mail-account-deleted-again = Puede crear otra cuenta cuando quiera:
mail-account-deleted-button = Crear una cuenta

## Recent activity

activity-title = Actividad reciente
activity-lead = Lo que ha ocurrido en su cuenta { $days ->
    [one] en el último día
   *[other] en los últimos { $days } días
}. Si no reconoce algo, cierre la sesión del dispositivo que lo hizo.
activity-none = Aún no hay nada.
event-account-registered = Cuenta creada
event-account-deleted = Cuenta eliminada
event-username-changed = Nombre de usuario cambiado
event-login-asked = Inicio de sesión solicitado por
event-login-mail-withheld = Correo de inicio de sesión retenido por haber demasiados, solicitado por
event-login-approved = Inicio de sesión aprobado para
event-login-denied = Inicio de sesión rechazado a
event-login-failed = Inicio de sesión cancelado tras tres códigos incorrectos:
event-login-undone = Aprobación anulada para
event-session-begun = Sesión iniciada:
event-session-ended = Sesión cerrada:
event-session-expired = Sesión cerrada automáticamente al caducar:
event-sessions-ended = Sesión cerrada en varios dispositivos
event-access-key-created = Clave de API creada:
event-access-key-revoked = Clave de API revocada:
event-access-keys-revoked = Todas las claves de API revocadas
event-email-change-asked = Cambio de dirección solicitado
event-email-verified = Dirección confirmada
event-email-changed = Dirección cambiada
event-email-removed = Dirección eliminada
event-email-change-undone = Cambio de dirección deshecho, sesión cerrada en todos los dispositivos

## What a device made, and what is older than the first proof of an address

made-sessions = { $count ->
    [one] un dispositivo con la sesión iniciada
   *[other] { $count } dispositivos con la sesión iniciada
}
made-keys = { $count ->
    [one] una clave de API
   *[other] { $count } claves de API
}
made-changes = un cambio de dirección
made-approvals = { $count ->
    [one] un inicio de sesión aprobado
   *[other] { $count } inicios de sesión aprobados
}
older-title = ¿Es suyo todo esto?
older-lead = Hasta ahora no se había confirmado ninguna dirección de esta cuenta. En ella ya había:
older-may-be = Puede que sea la primera vez que se confirma su dirección para la cuenta que elija. La cuenta puede tener dispositivos y claves de API anteriores.
older-hint = Cualquiera puede indicar una dirección ajena al crear una cuenta. Lo que no reconozca puede ser de otra persona. Si tiene dudas, anúlelo.
older-way-back = Hasta el { $until }, todavía es posible recuperar esta cuenta desde una dirección anterior. Lo que decida aquí no lo impide.
older-end = No es mío, o no estoy seguro: anular todo esto
older-end-button = Anular todo esto
older-keep-button = Todo esto es mío
undone-made = Este dispositivo también había dejado:
undone-gone = Todo eso también se ha anulado.
undone-email-restored = El dispositivo había cambiado la dirección de la cuenta. Vuelve a ser la anterior.
undo-box = Sí, cerrar la sesión de ese dispositivo
confirm-box = He solicitado este inicio de sesión
confirm-box-missing = Marque la casilla para aprobarlo.
email-verification-box = La cuenta «{ $username }» es mía
email-verification-box-missing = Marque la casilla para confirmar la dirección.
email-change-box = La cuenta «{ $username }» es mía
email-change-box-missing = Marque la casilla para confirmar la nueva dirección.
email-undo-box = Sí, deshacer el cambio y cerrar la sesión en todos los dispositivos
email-undo-box-missing = Marque la casilla para deshacer el cambio.
session-change-withdrawn = El cambio de dirección se cancelará.
session-end-keys = { $count ->
    [one] Revocar también la clave de API que creó
   *[other] Revocar también las { $count } claves de API que creó
}
session-end-let-in = { $count ->
    [one] Cerrar también la sesión del dispositivo al que dio acceso
   *[other] Cerrar también la sesión de los { $count } dispositivos a los que dio acceso
}
sessions-end-keys = { $count ->
    [one] Revocar también una clave de API que no se creó en este dispositivo
   *[other] Revocar también { $count } claves de API que no se crearon en este dispositivo
}
key-made = { $count ->
    [one] También se revocará la clave que se creó con ella.
   *[other] También se revocarán las { $count } claves que se crearon con ella.
}
key-keep-children = { $count ->
    [one] Conservar la clave que se creó con ella
   *[other] Conservar las claves que se crearon con ella
}
account-notice-older-ended = Se ha anulado todo eso.
account-notice-older-kept = Todo queda como está.
account-aside-email-restored = { undone-email-restored }
account-aside-keys-revoked = Se han revocado las claves de API que se crearon allí.
account-aside-keys-left = Las claves de API que se crearon allí siguen funcionando: véalas más abajo.
account-aside-change-withdrawn = Se ha cancelado el cambio de dirección que se solicitó allí.
account-aside-let-in-ended = También se ha cerrado la sesión de los dispositivos a los que dio acceso.
event-email-change-withdrawn = Cambio de dirección cancelado
