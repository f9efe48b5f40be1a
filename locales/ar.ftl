## Everywhere

date-time = { $day } { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
} { $year }، { $time } { $zone }
quoted = «{ $text }»
detail-line = { $label }: { $value }
skip-to-content = الانتقال إلى المحتوى
account-named = الحساب «{ $username }»
your-account = حسابك
device-named = الجهاز الذي يعرّف نفسه باسم { $platform }
device-unnamed = الجهاز الآخر
the-address = العنوان المؤكَّد

label-account = الحساب
label-platform = يعرّف نفسه باسم
label-user-agent = المتصفح أو البرنامج
label-ip = عنوان الشبكة
label-requested = وقت الطلب
label-expires = صلاحية الرابط حتى
label-address = العنوان المطلوب تأكيده
label-address-old = العنوان حتى الآن
label-address-kept = العنوان الذي سيُستعاد
label-address-dropped = العنوان الذي سيُلغى
address-none = لا يوجد (كان المطلوب إزالة العنوان)

## Mails

mail-footer = وصلتك هذه الرسالة من { $host } لأن أحدًا أدخل هذا العنوان هناك. لا تحتوي على أدوات تتبع ولا على إعلانات.
mail-footer-owner = وصلتك هذه الرسالة من { $host } لأن هذا هو عنوان الحساب «{ $username }» هناك، أو كان عنوانه من قبل. لا تحتوي على أدوات تتبع ولا على إعلانات.
mail-button-hint = الزر لا يعمل؟ يمكنك فتح [هذا الرابط] أو نسخ عنوانه ولصقه في المتصفح:
mail-link-expires = الرابط صالح حتى { $time }.
mail-asked-heading = مصدر الطلب

mail-login-subject = { $code } رمز { $brand } لتسجيل الدخول
mail-login-subject-shared = طلب تسجيل دخول إلى { $host } بانتظار مراجعتك
mail-login-heading = هل أنت من يحاول تسجيل الدخول؟
mail-login-intro = هناك جهاز يطلب تسجيل الدخول إلى { $host } باسم «{ $username }».
mail-login-intro-shared = هناك جهاز يطلب تسجيل الدخول إلى { $host } بهذا العنوان. ولأن عدة حسابات تستخدمه، يمكنك اختيار الحساب في الصفحة التي يفتحها الرابط.
mail-login-review-line = لمراجعة طلب تسجيل الدخول والموافقة عليه أو رفضه، يرجى فتح هذا الرابط:
mail-login-review-or-line = أو يمكنك فتح هذا الرابط لمراجعة طلب تسجيل الدخول والموافقة عليه أو رفضه:
mail-login-button = مراجعة الطلب
mail-login-review-html = لمراجعة طلب تسجيل الدخول والموافقة عليه أو رفضه:
mail-login-review-or-html = أو لمراجعة طلب تسجيل الدخول والموافقة عليه أو رفضه:
mail-login-code-line = يمكنك إدخال هذا الرمز على الجهاز الذي ينتظر:
mail-login-expires = الرابط والرمز صالحان حتى { $time } (أي لمدة { $minutes ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
} من وقت الطلب).
mail-login-held-back-strangers = هذه آخر رسالة اليوم بشأن تسجيل الدخول من أجهزة وشبكات لا يعرفها هذا الحساب، ولن نرسل رسائل أخرى من هذا النوع لمدة تصل إلى 24 ساعة. لتسجيل الدخول خلال هذه المدة، يمكنك استخدام جهاز أو شبكة سبق تسجيل دخولك منها، أو الموافقة من جهاز تم تسجيل دخولك عليه.
mail-login-held-back-all = هذه آخر رسالة اليوم بشأن تسجيل الدخول، ولن نرسل رسائل أخرى لمدة تصل إلى 24 ساعة. لتسجيل الدخول خلال هذه المدة، يمكنك الموافقة من جهاز تم تسجيل دخولك عليه.
mail-login-not-you = الطلب ليس منك؟ لا يلزم أي إجراء، فلن يدخل أحد من دون موافقتك. لرفض هذا الطلب، يرجى فتح الرابط والضغط على «لم أطلب ذلك». لا ينبغي أبدًا إعطاء الرمز أو الرابط لأي شخص، ولن يطلبهما منك أحد من فريق الدعم أبدًا.

mail-email-button = مراجعة العنوان
mail-verification-subject = تأكيد عنوانك على { $host }
mail-verification-heading = يرجى تأكيد عنوانك
mail-verification-intro = تم إنشاء الحساب «{ $username }» على { $host } بالعنوان { $email }.
mail-verification-line = لتأكيد أن هذا العنوان لك، يرجى فتح هذا الرابط:
mail-verification-not-you = الطلب ليس منك؟ لا يلزم أي إجراء، وسيبقى العنوان غير مؤكد.

mail-email-change-verification-subject = تأكيد عنوانك الجديد على { $host }
mail-email-change-verification-heading = يرجى تأكيد عنوانك الجديد
mail-email-change-verification-intro = هناك طلب بأن يستخدم الحساب «{ $username }» على { $host } من الآن فصاعدًا العنوان { $email }.
mail-email-change-verification-line = لتأكيد العنوان الجديد، يرجى فتح هذا الرابط:
mail-email-change-verification-not-you = الطلب ليس منك؟ لا يلزم أي إجراء، فلن يتغير العنوان من دون الرابط.

mail-undo-nothing-to-do = إذا كان ذلك منك، فلا يلزم أي إجراء.
mail-undo-line = التغيير ليس منك؟ هذا الرابط يتراجع عن التغيير ويسجل الخروج من كل الأجهزة:
mail-undo-explanation = التغيير ليس منك؟ يمكنك التراجع عنه، فيعود العنوان السابق ويتم تسجيل الخروج من كل الأجهزة.
mail-change-stop-line = الطلب ليس منك؟ هذا الرابط يوقف التغيير، فيبقى عنوانك كما هو ويتم تسجيل الخروج من كل الأجهزة:
mail-change-stop-button = إيقاف التغيير
mail-undo-button = التراجع عن التغيير
mail-email-change-requested-subject = طلب لتغيير عنوانك على { $host }
mail-email-change-requested-heading = طلب لتغيير عنوانك
mail-email-change-requested-intro = ورد بتاريخ { $time } طلب يخص الحساب «{ $username }» على { $host }، لاستبدال هذا العنوان بالعنوان { $email }. يسري التغيير بعد تأكيد العنوان الجديد.
mail-email-change-requested-intro-removal = ورد بتاريخ { $time } طلب يخص الحساب «{ $username }» على { $host }، لإزالة هذا العنوان.
mail-email-changed-subject = تم تغيير عنوانك على { $host }
mail-email-changed-heading = تغير عنوانك
mail-email-changed-intro = منذ { $time } يستخدم الحساب «{ $username }» على { $host } العنوان { $email } بدلًا من هذا العنوان.
mail-email-changed-intro-removal = منذ { $time } لم يعد للحساب «{ $username }» على { $host } أي عنوان، وكان هذا عنوانه حتى ذلك الحين.

## The page behind the link of a sign-in

confirm-title = هل توافق على تسجيل الدخول هذا؟
confirm-title-error = خطأ: هل توافق على تسجيل الدخول هذا؟
confirm-as = يطلب تسجيل الدخول باسم
confirm-lead = هناك جهاز يطلب تسجيل الدخول إلى { $host }. لم يُتحقق مما يقوله الجهاز عن نفسه.
confirm-warning = لا تنبغي الموافقة إلا إذا بدأ هذا الطلب منك شخصيًا، على جهاز أمامك. لن يطلب منك أحد من فريق الدعم الموافقة أبدًا.
confirm-in-doubt = عند الشك، الأفضل هو الرفض. ويمكنك أيضًا إغلاق هذه الصفحة، فلن يدخل أحد من دون موافقتك.
confirm-approve = موافقة
confirm-deny = لم أطلب ذلك
confirm-account-legend = أي حساب؟
confirm-account-verified = (مؤكَّد)
confirm-account-error = يُرجى اختيار الحساب المطلوب تسجيل الدخول إليه.
match-label = الرمز الظاهر على الجهاز الذي ينتظر
match-hint = ست خانات تظهر على شاشة الجهاز الذي ينتظر، لا الرمز الوارد في الرسالة.
match-error-missing = يُرجى إدخال الرمز الظاهر على الجهاز الذي ينتظر.
match-error-malformed = هذا ليس رمز الجهاز الذي ينتظر، فهو يتكون من ست خانات: أرقام وأحرف من A إلى F. أما الرمز الوارد في الرسالة فمن ثماني خانات ولا مكان له هنا.
match-error-wrong = هذا ليس الرمز الظاهر على الجهاز الذي ينتظر.
match-tries-left = { $count ->
    [one] بقيت لك محاولة واحدة.
    [two] بقيت لك محاولتان.
    [few] بقيت لك { $count } محاولات.
   *[other] بقيت لك { $count } محاولة.
}
error-summary = يُرجى التحقق مما يلي
confirm-deny-title = هل تريد رفض تسجيل الدخول هذا؟
confirm-deny-text = سيُبلَّغ الجهاز الذي يعرّف نفسه باسم { $platform } بأن طلبه رُفض. وإن كان الطلب منك، فيمكن تسجيل الدخول عليه من جديد في أي وقت.
confirm-deny-box = نعم، أرفض تسجيل الدخول هذا
confirm-deny-missing = للرفض، يُرجى تحديد المربع.
confirm-deny-button = رفض
confirm-deny-back = رجوع

approved-title = تمت الموافقة على تسجيل الدخول
approved-look-other = المتابعة الآن على الجهاز الآخر.
approved-look-television = المتابعة الآن على شاشة التلفزيون.
approved-text = يمكن للجهاز الذي يعرّف نفسه باسم { $platform } تسجيل الدخول الآن باسم «{ $username }».
approved-later = لإنهاء هذه الجلسة لاحقًا، يمكنك تسجيل الدخول هنا والانتقال إلى «أماكن تسجيل الدخول».
approved-close = يمكنك إغلاق هذه الصفحة، فلم يُسجَّل الدخول في هذا المتصفح نفسه.
undo-heading = الموافقة ليست منك، أو تمت بالخطأ؟
undo-text = يمكنك من هنا تسجيل خروج ذلك الجهاز مجددًا خلال { $minutes ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
} (حتى { $time }).
undo-button = تسجيل خروج ذلك الجهاز

## Outcomes

outcome-denied-title = رُفض تسجيل الدخول
outcome-denied-text = لم يُسجَّل دخول { $device }. ولم يتغير شيء في حسابك.
outcome-denied-next = لا يلزم أي إجراء آخر. هل كان الرفض عن طريق الخطأ؟ يمكن البدء من جديد على ذلك الجهاز.
outcome-undone-title = سُجّل خروج الجهاز
outcome-undone-text = سُجّل خروج { $device } مجددًا.
outcome-undone-next = يعرض حسابك الأماكن الأخرى التي سُجّل دخولك فيها.
outcome-already-approved-title = تمت الموافقة من قبل
outcome-already-approved-text = سبقت الموافقة على تسجيل الدخول هذا. لا يصلح الرابط لاتخاذ القرار إلا مرة واحدة.
outcome-already-approved-next = الموافقة ليست منك؟ يُرجى مراجعة أماكن تسجيل الدخول في حسابك وإنهاء كل جلسة لا تخصك.
outcome-already-undone-title = سُجّل الخروج من قبل
outcome-already-undone-text = تمت الموافقة على تسجيل الدخول هذا ثم أُلغيت. لا يصلح الرابط لاتخاذ القرار إلا مرة واحدة.
outcome-already-undone-next = { outcome-already-denied-next }
outcome-already-denied-title = تم الرفض من قبل
outcome-already-denied-text = انتهى طلب تسجيل الدخول هذا: إما بالرفض، أو بإدخال رموز خاطئة، أو بتسجيل الخروج من كل الأجهزة. لا يصلح الرابط لاتخاذ القرار إلا مرة واحدة.
outcome-already-denied-next = لتسجيل الدخول، يُرجى البدء من جديد على الجهاز الذي كان ينتظر، وستصلك رسالة جديدة.
outcome-expired-title = انتهت صلاحية هذا الرابط
outcome-expired-text = حفاظًا على أمانك، لا تدوم صلاحية روابط تسجيل الدخول سوى بضع دقائق. لم يتغيّر شيء.
outcome-expired-next = يُرجى البدء من جديد على الجهاز الذي كان ينتظر، وستصلك رسالة جديدة.
outcome-too-many-codes-title = رموز خاطئة أكثر من المسموح
outcome-too-many-codes-text = انتهى طلب تسجيل الدخول بعد ثلاثة رموز خاطئة. لم يدخل أحد.
outcome-too-many-codes-next = إذا كان الطلب منك، فيُرجى البدء من جديد على الجهاز الذي كان ينتظر، وستصلك رسالة جديدة ورمز جديد.
outcome-unknown-link-title = هذا الرابط لا يعمل
outcome-unknown-link-text = ربما اقتطع برنامج البريد جزءًا من الرابط. يُرجى العودة إلى الرسالة وإدخال رمزها على الجهاز الذي ينتظر، أو نسخ الرابط كاملًا إلى شريط العنوان.
outcome-unknown-link-next = إذا لم ينجح ذلك، يمكنك طلب رسالة جديدة من الجهاز الذي ينتظر.
outcome-email-confirmed-title = تم تأكيد العنوان
outcome-email-confirmed-text = من الآن فصاعدًا، { $email } هو عنوان { $username }.
outcome-email-confirmed-next = يمكنك إغلاق هذه الصفحة.
outcome-email-undone-title = تم التراجع عن التغيير
outcome-email-undone-text = عاد العنوان السابق إلى { $username }، وسُجّل الخروج من كل الأجهزة.
outcome-email-undone-next = يُرجى تسجيل الدخول من جديد بالعنوان السابق.
outcome-email-link-used-title = تم ذلك من قبل
outcome-email-link-used-text = استُخدم هذا الرابط من قبل وأدّى غرضه.
outcome-email-link-used-next = يعرض حسابك العنوان المستخدم حاليًا.
outcome-email-link-expired-title = انتهت صلاحية هذا الرابط
outcome-email-link-expired-text = للروابط الواردة في الرسائل مدة صلاحية محدودة. لم يتغيّر شيء.
outcome-email-link-expired-next = يمكنك طلب رسالة جديدة من حسابك.
outcome-email-link-confirmed-title = مؤكَّد من قبل
outcome-email-link-confirmed-text = { $email } هو العنوان المؤكَّد الخاص بـ{ $username }. وقد تأكد قبل فتح هذا الرابط.
outcome-email-link-confirmed-next = لا حاجة إلى أي إجراء آخر.
outcome-email-link-replaced-title = هذا الرابط لم يعد ساريًا
outcome-email-link-replaced-text = بعد إرسال هذه الرسالة، عُيّن عنوان { $username } من جديد. لم يغيّر هذا الرابط شيئًا.
outcome-email-link-replaced-next = يُرجى استخدام أحدث رسالة، أو مراجعة العنوان في حسابك.

## The page behind a link about an address

email-verification-title = تأكيد عنوانك
email-verification-text = هل هذا حسابك، وهل هذا عنوانك؟
email-verification-button = تأكيد العنوان
email-verification-otherwise = الطلب ليس منك؟ يكفي إغلاق هذه الصفحة، ولن يحدث شيء.
email-change-title = تأكيد عنوانك الجديد
email-change-text = بعد التأكيد، تُرسل رسائل هذا الحساب إلى العنوان الجديد، ومنها رسائل تسجيل الدخول كلها.
email-change-button = تأكيد العنوان الجديد
email-change-otherwise = الطلب ليس منك؟ يكفي إغلاق هذه الصفحة، وسيبقى العنوان كما هو.
email-undo-title = هل تريد التراجع عن تغيير العنوان؟
email-undo-text = يعود العنوان السابق فورًا.
email-undo-warning = سيُسجَّل الخروج من كل أجهزة هذا الحساب، ومنها هذا الجهاز. بعد ذلك يلزم تسجيل الدخول من جديد بالعنوان السابق.
email-undo-button = التراجع وتسجيل الخروج من كل الأجهزة
email-undo-otherwise = هل التغيير منك؟ يكفي إغلاق هذه الصفحة، ولن يحدث شيء.

## Errors

error-status = الخطأ { $status }
error-request-id = لمسؤول النظام:
error-title-400 = تعذّر فهم الطلب
error-title-401 = يُرجى تسجيل الدخول
error-title-403 = لا يمكن إجراء ذلك هنا
error-title-404 = لا يوجد شيء هنا
error-title-405 = هذه الطريقة لا تعمل هنا
error-title-409 = هذا محجوز من قبل
error-title-413 = حجم البيانات كبير جدًا
error-title-415 = نوع المحتوى غير مناسب
error-title-422 = يُرجى التحقق من البيانات المُدخلة
error-title-429 = طلبات كثيرة جدًا
error-title-500 = حدث خطأ ما لدينا
error-title-503 = الخدمة متوقفة مؤقتًا
error-title-other = لم ينجح ذلك

## The development mailbox

mailbox-title = صندوق بريد التطوير
mailbox-lead = لم يُضبط أي خادم بريد، لذلك تصل الرسائل إلى هنا بدلًا من إرسالها. لا يمكن فتح هذه الصفحة إلا من هذا الجهاز. الأحدث أولًا.
mailbox-json = المحتوى نفسه بصيغة JSON:
mailbox-empty-it = لإفراغ صندوق البريد:
mailbox-empty = لا توجد رسائل بعد. يُرجى التسجيل أو تسجيل الدخول، ثم العودة إلى هنا.
mailbox-count = { $count ->
    [one] رسالة واحدة.
    [two] رسالتان.
    [few] { $count } رسائل.
   *[other] { $count } رسالة.
}
mailbox-empty-button = إفراغ صندوق البريد
mailbox-from = من
mailbox-recipient = إلى
mailbox-date = التاريخ
mailbox-links = الروابط
mailbox-preview = بصيغة HTML
mailbox-wide = عريض
mailbox-phone = هاتف
mailbox-width = العرض
mailbox-text = كنص
mailbox-headers = الترويسات
mailbox-source = المصدر
mailbox-back = كل الرسائل
mailbox-alone = عرض HTML وحده
mailbox-to = إلى { $to }
mailbox-open = فتح
mailbox-filter = الرسائل المرسلة إلى
mailbox-filter-button = عرض

## The reference of the API

docs-version = الإصدار { $version }
docs-openapi = وثيقة OpenAPI
docs-contents = المحتويات
docs-parameters = المعاملات
docs-required = مطلوب
docs-request = محتوى الطلب
docs-everywhere = إضافةً إلى ما هو مذكور عند كل مسار، قد يردّ المسار الذي يقبل محتوى بالرمزين 408 و415، وقد يردّ أي مسار بالرموز 413 و429 و500 و503.
docs-responses = الردود

mail-access-key-created-subject = مفتاح وصول جديد على { $host }
mail-access-key-created-heading = تم إنشاء مفتاح الوصول «{ $name }»
mail-access-key-created-intro = تم بتاريخ { $time } إنشاء مفتاح الوصول «{ $name }» للحساب «{ $username }» على { $host }. أول المفتاح هو { $prefix }.
mail-access-key-created-advice = إذا كان المفتاح من إنشائك، فلا يلزم أي إجراء. وإلا فيرجى تسجيل الدخول وإبطال المفتاح وإنهاء كل جلسة لا تخصك.
mail-access-key-expiring-subject = اقتراب انتهاء صلاحية مفتاح وصول على { $host }
mail-access-key-expiring-heading = تنتهي قريبًا صلاحية مفتاح الوصول «{ $name }»
mail-access-key-expiring-intro = تنتهي بتاريخ { $time } صلاحية مفتاح الوصول «{ $name }» الذي أوله { $prefix } في الحساب «{ $username }» على { $host }. وكل ما يستخدمه سيتوقف عن العمل عندئذ.
mail-access-key-expiring-advice = إذا كانت الحاجة إليه مستمرة، فيرجى إنشاء مفتاح جديد ووضعه مكانه.
mail-access-key-scopes = صلاحيات المفتاح: { $scopes }.
mail-access-key-expires = تنتهي صلاحيته بتاريخ { $time }.
mail-access-key-line = للاطلاع على حسابك، يرجى فتح هذا الرابط:
mail-access-key-button = عرض حسابي

## Times

relative-now = الآن
relative-minutes-ago = { $count ->
    [one] قبل دقيقة واحدة
    [two] قبل دقيقتين
    [few] قبل { $count } دقائق
   *[other] قبل { $count } دقيقة
}
relative-hours-ago = { $count ->
    [one] قبل ساعة واحدة
    [two] قبل ساعتين
    [few] قبل { $count } ساعات
   *[other] قبل { $count } ساعة
}
relative-days-ago = { $count ->
    [one] قبل يوم واحد
    [two] قبل يومين
    [few] قبل { $count } أيام
    [many] قبل { $count } يومًا
   *[other] قبل { $count } يوم
}
relative-months-ago = { $count ->
    [one] قبل شهر واحد
    [two] قبل شهرين
    [few] قبل { $count } أشهر
    [many] قبل { $count } شهرًا
   *[other] قبل { $count } شهر
}
relative-years-ago = { $count ->
    [one] قبل سنة واحدة
    [two] قبل سنتين
    [few] قبل { $count } سنوات
   *[other] قبل { $count } سنة
}
relative-soon = خلال أقل من دقيقة
relative-minutes-ahead = { $count ->
    [one] خلال دقيقة واحدة
    [two] خلال دقيقتين
    [few] خلال { $count } دقائق
   *[other] خلال { $count } دقيقة
}
relative-hours-ahead = { $count ->
    [one] خلال ساعة واحدة
    [two] خلال ساعتين
    [few] خلال { $count } ساعات
   *[other] خلال { $count } ساعة
}
relative-days-ahead = { $count ->
    [one] خلال يوم واحد
    [two] خلال يومين
    [few] خلال { $count } أيام
    [many] خلال { $count } يومًا
   *[other] خلال { $count } يوم
}
relative-months-ahead = { $count ->
    [one] خلال شهر واحد
    [two] خلال شهرين
    [few] خلال { $count } أشهر
    [many] خلال { $count } شهرًا
   *[other] خلال { $count } شهر
}
relative-years-ahead = { $count ->
    [one] خلال سنة واحدة
    [two] خلال سنتين
    [few] خلال { $count } سنوات
   *[other] خلال { $count } سنة
}

## Signing in

footer-language = اللغة
back = رجوع
title-error = خطأ:
label-email = عنوان البريد الإلكتروني
label-username = اسم المستخدم
device-on = { $program } على { $system }
sign-in-title = تسجيل الدخول
sign-in-heading = تسجيل الدخول إلى { $name }
sign-in-lead = بلا كلمة مرور: ستصلك رسالة فيها رابط ورمز.
sign-in-return = بعد ذلك تكون المتابعة على { $host }.
sign-in-several = هل لديك عدة حسابات بهذا العنوان؟
sign-in-username-hint = عند إدخال اسم المستخدم، تصلك رسالة تخص ذلك الحساب وفيها رمز يمكن إدخاله. وإلا فيكون اختيار الحساب بعد فتح الرابط.
sign-in-button = متابعة
sign-in-no-account = ليس لديك حساب بعد؟
sign-in-already = تم تسجيل دخولك باسم { $username }
sign-in-go-on = متابعة
sign-in-reason-ended = تم تسجيل خروجك، ربما من جهاز آخر. للمتابعة، يُرجى تسجيل الدخول من جديد.
sign-in-reason-signed-out = تم تسجيل خروجك.
sign-in-insecure = تُعرض هذه الصفحة عبر http غير المشفّر، لذلك لا يستطيع المتصفح الاحتفاظ بتسجيل الدخول. يُرجى إبلاغ مسؤول النظام بضرورة استخدام https. لا يؤثر ذلك في التطبيقات التي ترسل رمزًا مميزًا مع كل طلب.

## Signing out

sign-out-title = هل تريد تسجيل الخروج؟
sign-out-text = تم تسجيل دخولك باسم { $username }. تسجيل الخروج ينهي الجلسة في هذا المتصفح فقط، وتبقى الجلسات على أجهزتك الأخرى.
sign-out-button = تسجيل الخروج
sign-out-stay = البقاء في الحساب
sign-out-nobody-title = لم يُسجَّل دخولك
sign-out-nobody-text = لم يُسجَّل دخول أحد هنا في هذا المتصفح.

## Waiting

waiting-title-pending = يُرجى تفقّد بريدك
waiting-title-approved = تمت الموافقة على تسجيل الدخول
waiting-title-denied = رُفض تسجيل الدخول
waiting-title-expired = انتهت صلاحية طلب تسجيل الدخول
waiting-lead = يُرجى فتح رسالتنا على أي جهاز والموافقة. إذا كان العنوان يخص حسابًا، فقد أُرسلت الرسالة إلى
waiting-alive = في انتظار موافقتك.
waiting-wrong-address = العنوان خاطئ؟ تعديله
waiting-match-label = الجهاز الآخر يطلب هذا الرمز
waiting-match-signed-in = هل سُجّل دخولك على جهاز آخر؟ يمكنك الموافقة من هناك، ضمن «حسابي»، باستخدام هذا الرمز ومن دون رسالة.
waiting-expires = تنتهي مهلة طلب تسجيل الدخول
waiting-continue = تمت الموافقة، متابعة
waiting-quiet = تتحقق هذه الصفحة من موافقتك كل { $seconds ->
    [one] ثانية
    [two] ثانيتين
    [few] { $seconds } ثوانٍ
   *[other] { $seconds } ثانية
}.
waiting-quiet-back = إدخال الرمز الوارد في الرسالة
waiting-quiet-link = الانتظار من دون إدخال رمز
waiting-code-label = أو إدخال الرمز الوارد في الرسالة
waiting-code-hint = ثماني خانات. إذا لم يكن في الرسالة رمز، فيمكن استخدام رابطها.
waiting-code-button = تسجيل الدخول بالرمز
waiting-no-mail = لم تصل الرسالة؟
waiting-no-mail-spam = يُرجى البحث في مجلد الرسائل غير المرغوب فيها. مُرسل الرسالة هو { $sender }.
waiting-no-mail-address = يُرجى التحقق من العنوان حرفًا حرفًا.
waiting-no-mail-account = لا تُرسل الرسائل إلا إلى عنوان يخص حسابًا، وبعدد محدود في كل مرة.
waiting-resend = إعادة إرسال الرسالة
waiting-mailbox = بيئة التطوير: رسالتك هنا:
waiting-mailbox-link = فتح صندوق البريد
waiting-notice-resent = أُعيد إرسال الرسالة. الرابط السابق ما زال يعمل أيضًا.
waiting-notice-too-soon = أُرسلت الرسالة للتو. يمكنك إعادة إرسالها بعد { $seconds ->
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $seconds } ثوانٍ
   *[other] { $seconds } ثانية
}.
waiting-notice-too-late = ينتهي طلب تسجيل الدخول هذا بعد لحظات. يُرجى بدء طلب جديد.
waiting-notice-not-yet = لم تتم الموافقة بعد. يُرجى فتح الرابط الوارد في الرسالة والضغط على «موافقة».
waiting-approved-text = بقيت خطوة واحدة لإتمام تسجيل دخولك هنا.
waiting-text-denied = لم يُسجَّل دخول أحد. إذا كان ذلك عن طريق الخطأ، فيمكنك البدء من جديد.
waiting-text-expired = لم يعد رابط طلب تسجيل الدخول هذا ولا رموزه صالحة.
waiting-again = إرسال رسالة جديدة إلى { $email }
not-waiting-title = هذا المتصفح لا ينتظر تسجيل دخول
not-waiting-text = إما أن الطلب قد انتهى، أو أنه بدأ في متصفح آخر.
no-cookies-title = متصفحك لا يحفظ ملفات تعريف الارتباط
no-cookies-waiting = ورد للتو طلب تسجيل الدخول منك، لكن متصفحك لم يحفظ ملف تعريف الارتباط اللازم للانتظار. الرسالة التي في طريقها إليك لا يمكنها تسجيل دخولك هنا.
no-cookies-session = تمت الموافقة على تسجيل الدخول، لكن متصفحك لم يحفظ ملف تعريف الارتباط اللازم لذلك. لم يُسجَّل دخول أحد هنا.
no-cookies-account = أُنشئ الحساب، لكن متصفحك لم يحفظ ملف تعريف الارتباط اللازم لتسجيل الدخول. لم يُسجَّل دخول أحد هنا. إذا أدخلت عنوان بريد إلكتروني، فيمكنك تسجيل الدخول به لاحقًا. أما الحساب الذي لا عنوان له فلم يعد الوصول إليه ممكنًا، ويلزم عندئذ التسجيل باسم آخر.
no-cookies-allow = يُرجى السماح بملفات تعريف الارتباط للموقع { $host } في إعدادات متصفحك، والتحقق من عدم وجود إضافات تحظرها، ثم البدء من جديد.
no-cookies-domain = وصلت ملفات أخرى لتعريف الارتباط من هذا الموقع، فالأرجح أن الخلل ليس من جهتك. يُرجى أن تطلب من مسؤول النظام مراجعة الإعداد cookie.domain.
approved-here = الطلب صادر من هذا المتصفح.

## Registering

register-title = إنشاء حساب
register-lead = اختر اسمًا للمستخدم، وأضف عنوانًا لتسجيل الدخول على أجهزة أخرى.
register-username-hint = من 1 إلى 32 خانة: أحرف لاتينية وأرقام ونقاط وشرطات وشرطات سفلية.
register-email-label = عنوان البريد الإلكتروني (اختياري)
register-email-hint = من دون عنوان، يكون هذا المتصفح وسيلتك الوحيدة للدخول: فإن سُجِّل خروجك منه، لن يستطيع أحد إعادتك.
register-button = إنشاء الحساب
register-have-account = لديك حساب بالفعل؟

## What is wrong with a form

problem-missing-email = يُرجى إدخال عنوان بريد إلكتروني.
problem-invalid-email = هذا ليس عنوان بريد إلكتروني. الصيغة الصحيحة تشبه name@example.org من دون أي شيء قبله أو بعده.
problem-missing-username = يُرجى إدخال اسم مستخدم.
problem-invalid-username = يتكون اسم المستخدم من 1 إلى 32 خانة: أحرف لاتينية وأرقام ونقاط وشرطات وشرطات سفلية، ويبدأ وينتهي بحرف أو رقم.
problem-username-reserved = هذا الاسم محجوز. يُرجى اختيار اسم آخر.
problem-username-taken = هذا الاسم مستخدم بالفعل. يُرجى اختيار اسم آخر.
problem-missing-code = يُرجى إدخال الرمز الوارد في الرسالة.
problem-malformed-code = يتكون الرمز من ثماني خانات، مثل K7QM-2XTD. لم تُحتسب هذه محاولة.
problem-match-code-typed = هذا هو الرمز الظاهر في هذه الصفحة، ومكان إدخاله هو الجهاز الذي يُفتح عليه الرابط. أما هنا فيُدخل الرمز الوارد في الرسالة. لم تُحتسب هذه محاولة.
problem-match-code-missing = يُرجى إدخال الرمز الظاهر على الجهاز الذي ينتظر.
problem-match-code-malformed = هذا ليس رمز الجهاز الذي ينتظر، فهو يتكون من ست خانات: أرقام وأحرف من A إلى F. لم تُحتسب هذه محاولة.
problem-match-code-wrong = هذا ليس الرمز الظاهر على الجهاز الذي ينتظر. ينتهي طلب تسجيل الدخول هذا بعد الرمز الخاطئ الثالث.
problem-match-code-wrong-last = هذا ليس الرمز الظاهر على الجهاز الذي ينتظر. رمز خاطئ آخر ينهي طلب تسجيل الدخول هذا.
problem-wrong-code = هذا ليس الرمز الوارد في الرسالة، وهو من ثمانية أحرف. أما الرمز الظاهر في هذه الصفحة فيُكتب على الجهاز الآخر. ينتهي طلب تسجيل الدخول هذا بعد الرمز الخاطئ الثالث.
problem-missing-name = يُرجى إدخال اسم للمفتاح.
problem-invalid-name = يتكون الاسم من 1 إلى 64 حرفًا مرئيًا.
problem-invalid-session-name = يتكون الاسم من 1 إلى 64 حرفًا مرئيًا.
problem-invalid-description = لا يتجاوز وصف الغرض 200 حرف مرئي.
problem-missing-scopes = يُرجى اختيار صلاحية واحدة على الأقل للمفتاح.
problem-missing-life = يُرجى اختيار مدة صلاحية المفتاح.
problem-name-taken = لديك مفتاح بهذا الاسم بالفعل.
problem-too-many-keys = لديك أقصى عدد ممكن من المفاتيح. يُرجى إبطال أحدها أولًا.
problem-missing-confirmation = للتأكيد، يُرجى إدخال اسم المستخدم.
problem-wrong-confirmation = هذا ليس اسم المستخدم الخاص بك. لم يُحذف شيء.

## The account

account-title = حسابي
account-heading = حساب { $username }
account-contents = في هذه الصفحة
account-sign-out-here = تسجيل الخروج هنا
account-notice-session-ended = سُجّل خروج الجهاز. وما بقي لديه من وسائل الوصول يتوقف عن العمل خلال { $minutes ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
}.
account-notice-session-renamed = تم تغيير الاسم.
account-notice-sessions-ended = سُجّل خروج كل الأجهزة الأخرى.
account-notice-key-revoked = أُبطل المفتاح ولم يعد يتيح أي وصول.
account-notice-username-changed = تم تغيير اسم المستخدم. لن يتمكن أحد غيرك من أخذ الاسم السابق لمدة 30 يومًا.
account-notice-email-asked = هناك رسالة في طريقها إلى العنوان الجديد. يتغيّر العنوان بعد تأكيده من تلك الرسالة.
account-notice-email-removed = أُزيل العنوان. لم يعد تسجيل الدخول بالبريد ممكنًا الآن.
account-notice-email-cancelled = أُلغي تغيير العنوان.
account-notice-email-resent = أُعيد إرسال الرسالة. لم تعد الروابط الواردة في الرسائل السابقة تعمل.
account-notice-email-unchanged = هذا هو عنوانك بالفعل.
account-notice-login-approved = تمت الموافقة على الجهاز، وسيُسجَّل دخوله تلقائيًا.
account-notice-login-denied = رُفض تسجيل الدخول. لم يُسجَّل دخول أحد.
account-notice-login-undone = سُجّل خروج الجهاز مجددًا.
account-notice-login-failed = كان هذا الرمز الخاطئ الثالث، فأُنهي طلب تسجيل الدخول. إذا كان الطلب منك، فيُرجى البدء من جديد.
account-notice-login-gone = سبق البت في طلب تسجيل الدخول هذا، أو انتهت صلاحيته.
account-notice-gone = سبقت إزالة ذلك الجهاز أو المفتاح.
account-notice-undecided = لم يتغيّر شيء.
logins-title = { $count ->
    [one] جهاز ينتظر موافقتك
    [two] جهازان ينتظران موافقتك
   *[other] أجهزة تنتظر موافقتك
}
logins-in-doubt = عند الشك، الأفضل هو الرفض.
logins-asked = أُرسل الطلب
logins-expires = ينتهي
logins-more = هناك طلبات تسجيل دخول أخرى لا يتسع لها المكان هنا. إذا لم يظهر طلبك، فيُرجى بدؤه من جديد، إذ تُعرض أحدث الطلبات.
logins-let-in-title = تمت الموافقة للتو
logins-let-in-text = { $minutes ->
    [one] يمكنك خلال دقيقة واحدة تسجيل خروج هذا الجهاز مع إلغاء كل ما أنشأه أو طلبه.
    [two] يمكنك خلال دقيقتين تسجيل خروج هذا الجهاز مع إلغاء كل ما أنشأه أو طلبه.
    [few] يمكنك خلال { $minutes } دقائق تسجيل خروج هذا الجهاز مع إلغاء كل ما أنشأه أو طلبه.
   *[other] يمكنك خلال { $minutes } دقيقة تسجيل خروج هذا الجهاز مع إلغاء كل ما أنشأه أو طلبه.
}
sessions-title = أماكن تسجيل الدخول
sessions-none = لم يُسجَّل دخولك في أي مكان آخر.
sessions-end-others = إنهاء كل الجلسات الأخرى
sessions-end-others-question = ستنتهي فورًا كل الجلسات ما عدا هذه، في كل صفحات هذه القائمة.
sessions-end-others-button = نعم، إنهاء كل الجلسات الأخرى
session-current = هذا الجهاز
session-details = التفاصيل
session-device = الجهاز
session-device-probably = غالبًا { $device }
session-created = وقت تسجيل الدخول
session-signed-in = سُجّل الدخول
session-last-seen = آخر نشاط
session-last-active = آخر نشاط
session-active-now = نشط الآن
session-approved-from = الموافقة من عنوان الشبكة
session-registered = غير مطلوبة: هذا الجهاز أنشأ الحساب
session-approved-unknown = عنوان غير معروف
session-let-in-by = جهة الموافقة
session-let-in-by-ended = جهاز سُجّل خروجه
session-expires = تنتهي عند عدم الاستخدام
session-name = اسم هذا الجهاز
session-name-hint = عند تركه فارغًا يُستخدم اسم الجهاز نفسه.
session-rename = تغيير الاسم
session-end = إنهاء هذه الجلسة
session-end-question = سيُسجَّل خروج «{ $name }» فورًا.
session-end-button = إنهاء «{ $name }»
kind-browser = متصفح
group-browser = المتصفحات
kind-desktop = تطبيق سطح مكتب
group-desktop = تطبيقات سطح المكتب
kind-mobile = تطبيق جوّال
group-mobile = تطبيقات الجوّال
kind-command-line = سطر أوامر
group-command-line = سطر الأوامر
kind-television = تلفزيون أو جهاز
group-television = أجهزة التلفزيون وغيرها
kind-other = غير ذلك
group-other = غير ذلك
pager-next = المزيد
pager-first = الصفحة الأولى
keys-title = مفاتيح الوصول
keys-lead = للبرامج النصية والأجهزة التي تعمل نيابةً عنك.
keys-none = ليست لديك مفاتيح وصول.
key-state-active = سارٍ
key-state-ending = ينتهي قريبًا
key-state-expired = منتهٍ
key-last-used = استُخدم
key-last-used-at = آخر استخدام
key-never-used = لم يُستخدم قط
key-ends = ينتهي
key-ended = انتهى
key-revoke = إبطال
key-revoke-question = سيتوقف فورًا عن العمل كل ما يستخدم «{ $name }».
key-revoke-button = إبطال «{ $name }»
key-description = الغرض
key-scopes = الصلاحيات
key-created = وقت الإنشاء
key-expires = وقت الانتهاء
key-new-title = مفتاح وصول جديد
key-new-lead = يُفضّل منحه ما يلزمه فقط، وللمدة اللازمة فقط.
key-name = الاسم
key-name-hint = ما الذي سيستخدمه، مثل «برنامج النسخ الاحتياطي».
key-description-label = الغرض (اختياري)
key-scopes-legend = ما المسموح به لهذا المفتاح؟ يُرجى اختيار واحد على الأقل.
key-life-legend = ما مدة صلاحيته؟
key-life = { $days ->
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}
key-new-told = ستصلك رسالة عند إنشاء المفتاح، وأخرى قبل انتهاء صلاحيته.
key-new-button = إنشاء المفتاح
scope-account-read = الاطلاع على حسابك: الاسم والعنوان
scope-account-write = تغيير اسمك وحذف حسابك
scope-sessions-read = الاطلاع على أماكن تسجيل دخولك
scope-sessions-write = تسجيل خروج أجهزتك
scope-keys-read = الاطلاع على مفاتيح الوصول، من دون المفاتيح نفسها
scope-keys-write = إنشاء وإبطال مفاتيح وصول لا تتجاوز صلاحياتها صلاحيات هذا المفتاح
scope-tokens-issue = الحصول على رموز مميزة قصيرة الأجل لخوادم أخرى
scope-extra = لخادم يعمل خلف هذا الخادم:
key-created-title = مفتاحك جاهز
key-created-once = هذه هي المرة الوحيدة التي يظهر لك فيها المفتاح. يُرجى وضعه الآن حيث يلزم، أو في مدير كلمات المرور.
key-created-label = مفتاح الوصول «{ $name }»
key-created-copy = نسخ
key-created-copied = تم النسخ.
key-created-try = تجربة المفتاح
key-created-done = حفظت المفتاح
address-title = العنوان والاسم
address-verified = مؤكَّد
address-unverified = غير مؤكَّد
address-missing = لا يوجد: لا يمكنك تسجيل الدخول على أجهزة أخرى
address-pending = سيتغيّر إلى
address-pending-hint = بعد فتح الرابط الوارد في الرسالة المرسلة إليه
address-resend = إعادة إرسال الرسالة
address-cancel = إلغاء التغيير
address-new = عنوان البريد الإلكتروني الجديد
address-new-hint = يسري بعد تأكيده. يُبلَّغ العنوان السابق بذلك، ويمكن منه التراجع عن التغيير خلال 72 ساعة.
address-change = تغيير
address-remove = إزالة العنوان
address-remove-question = من دون عنوان لا يمكنك تسجيل الدخول على جهاز آخر، ولا هنا من جديد بعد تسجيل الخروج.
address-remove-button = نعم، إزالة العنوان
username-change = تغيير الاسم
data-title = بياناتي
data-text = الحساب والجلسات والمفاتيح والنشاط الأخير بصيغة JSON، من دون أي معلومات سرية.
data-button = تنزيل بياناتي
danger-title = إجراءات تستدعي الحذر
danger-everywhere = تسجيل الخروج من كل الأجهزة
danger-everywhere-text = ينهي كل الجلسات، ومنها هذه الجلسة، وكل طلبات تسجيل الدخول الجارية. تبقى مفاتيح الوصول.
danger-everywhere-button = تسجيل الخروج من كل الأجهزة
danger-everywhere-question = سيلزمك تسجيل الدخول من جديد على كل جهاز.
danger-everywhere-confirm = نعم، تسجيل الخروج من كل الأجهزة
danger-delete = حذف الحساب
danger-delete-text = يحذف الحساب وكل ما فيه، فورًا ونهائيًا.
danger-delete-button = حذف الحساب…
delete-title = هل تريد حذف الحساب؟
delete-lead = هذا ما سيحدث للحساب «{ $username }»:
delete-sessions = يُسجَّل الخروج فورًا من كل الأجهزة.
delete-keys = تتوقف كل مفاتيح الوصول عن العمل.
delete-name = يبقى اسم المستخدم محجوزًا لمدة 30 يومًا، ثم يصبح متاحًا للآخرين.
delete-mail = يُبلَّغ { $email } بالحذف إذا كان مؤكَّدًا، ثم يُمحى هذا العنوان.
delete-warning = لا يمكن التراجع عن ذلك.
delete-label = للتأكيد، يُرجى إدخال { $username }
delete-button = حذف الحساب نهائيًا
deleted-title = حُذف الحساب
deleted-text = حُذف «{ $username }» وكل ما كان يخصه.

## More outcomes and errors

label-decided = وقت القرار
label-decided-from = من عنوان الشبكة
label-expired = وقت انتهاء الصلاحية
outcome-account = عرض أماكن تسجيل دخولي
outcome-new-mail = طلب رسالة جديدة
error-home = إلى صفحة البداية
error-text-not-found = لا يوجد شيء في هذا العنوان. ربما اقتُطع جزء من الرابط.
error-text-method-not-allowed = لا يعرض هذا العنوان شيئًا بمفرده. يُرجى الرجوع إلى الصفحة السابقة.
error-text-malformed-body = تعذّرت قراءة الطلب. يُرجى الرجوع والمحاولة من جديد.
error-text-body-too-large = البيانات المرسلة كبيرة جدًا.
error-text-unsupported-media-type = صيغة البيانات المرسلة غير صحيحة.
error-text-request-timeout = استغرق وصول الطلب وقتًا أطول من اللازم. يُرجى المحاولة من جديد.
error-text-registration-closed = لا يمكن إنشاء حسابات جديدة هنا في الوقت الحالي.
error-text-authentication-required = يتطلب هذا تسجيل الدخول.
error-text-invalid-credentials = انتهى تسجيل دخولك. يُرجى تسجيل الدخول من جديد.
error-text-ambiguous-credentials = يحتوي الطلب على تسجيلَي دخول مختلفين في آن واحد.
error-text-insufficient-scope = لا يتيح تسجيل دخولك الحالي القيام بذلك.
error-text-cross-origin = لم يُظهر متصفحك أن هذا النموذج صادر من هنا. يُرجى فتح الصفحة من جديد وإعادة المحاولة، ولم يتغيّر شيء. إذا تكرر ذلك، فالمتصفح لا يحفظ ملفات تعريف الارتباط: يُرجى السماح بها لهذا الموقع، أو استخدام متصفح آخر.
error-text-misdirected-request = لا يُجاب عن هذا الطلب إلا على الجهاز الذي يعمل عليه الخادم، وباسمه أو عنوانه الخاص فقط، مثل localhost.
error-text-unavailable = الخدمة متوقفة مؤقتًا. يُرجى المحاولة من جديد، ولم يُفقد شيء.
error-text-internal = حدث خطأ ما من جهتنا. يُرجى المحاولة من جديد.
error-text-too-fast-minutes = وردت طلبات كثيرة جدًا من شبكتك. يُرجى المحاولة من جديد بعد { $minutes ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
}.
error-text-untold = لم يتغيّر شيء. يُبلَّغ عنوان حسابك بكل تغيير، وقد أُرسل إليه عدد كبير من هذه الرسائل. يُرجى المحاولة من جديد بعد { $minutes ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
}.
error-text-too-fast = كان ذلك أسرع من اللازم. يُرجى المحاولة من جديد بعد { $seconds ->
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $seconds } ثوانٍ
   *[other] { $seconds } ثانية
}.

## Mail about a deleted account

mail-username-changed-subject = تم تغيير اسم المستخدم الخاص بك على { $host }
mail-username-changed-heading = تغير اسم المستخدم الخاص بك
mail-username-changed-intro = تغير بتاريخ { $time } اسم الحساب «{ $old }» على { $host } إلى «{ $username }».
mail-username-changed-rest = لن يتمكن أحد غيرك من أخذ الاسم «{ $old }» لمدة 30 يومًا. وحتى ذلك الحين، يمكن إعادته إلى حسابك.
mail-username-changed-advice = إذا كان التغيير منك، فلا يلزم أي إجراء. وإلا فيرجى تسجيل الدخول بهذا العنوان، وإعادة الاسم السابق إلى حسابك، ثم إنهاء الجلسات وإبطال مفاتيح الوصول التي لا تخصك.
mail-account-deleted-subject = تم حذف حسابك على { $host }
mail-account-deleted-heading = تم حذف حسابك
mail-account-deleted-intro = تم بتاريخ { $time } حذف الحساب «{ $username }» على { $host } مع جلساته ومفاتيح الوصول الخاصة به. وبعد هذه الرسالة لا نحتفظ بهذا العنوان.
mail-account-deleted-advice = الحذف ليس منك؟ إذن فقد تمكن شخص آخر من التصرف في حسابك. لا يمكن استعادة الحساب، ويرجى إبلاغ مسؤول النظام.
mail-account-deleted-again = يمكنك إنشاء حساب جديد في أي وقت:
mail-account-deleted-button = إنشاء حساب

## Recent activity

activity-title = النشاط الأخير
activity-lead = ما جرى في حسابك خلال آخر { $days ->
    [one] يوم
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}. إذا كان فيه ما لا يخصك، فيُرجى تسجيل خروج الجهاز الذي قام به.
activity-none = لا شيء بعد.
event-account-registered = أُنشئ الحساب
event-account-deleted = حُذف الحساب
event-username-changed = تغيّر اسم المستخدم
event-login-asked = طلب تسجيل دخول من
event-login-mail-withheld = لم تُرسل رسالة تسجيل الدخول لكثرة الرسائل، والطلب من
event-login-approved = تمت الموافقة على تسجيل دخول
event-login-denied = رُفض تسجيل دخول
event-login-failed = أُنهي تسجيل الدخول بعد ثلاثة رموز خاطئة:
event-login-undone = أُلغي تسجيل دخول
event-session-begun = تسجيل دخول:
event-session-ended = تسجيل خروج:
event-session-expired = تسجيل خروج تلقائي لانتهاء المدة:
event-sessions-ended = سُجّل خروج عدة أجهزة
event-access-key-created = أُنشئ مفتاح وصول:
event-access-key-revoked = أُبطل مفتاح وصول:
event-access-keys-revoked = أُبطلت كل مفاتيح الوصول
event-email-change-asked = طلب تغيير العنوان
event-email-verified = تم تأكيد العنوان
event-email-changed = تغيّر العنوان
event-email-removed = أُزيل العنوان
event-email-change-undone = تم التراجع عن تغيير العنوان وتسجيل الخروج من كل الأجهزة

## What a device made, and what is older than the first proof of an address

made-sessions = { $count ->
    [one] جهاز واحد سُجّل دخوله
    [two] جهازان سُجّل دخولهما
    [few] { $count } أجهزة سُجّل دخولها
    [many] { $count } جهازًا سُجّل دخولها
   *[other] { $count } جهاز سُجّل دخولها
}
made-keys = { $count ->
    [one] مفتاح وصول واحد
    [two] مفتاحا وصول
    [few] { $count } مفاتيح وصول
   *[other] { $count } مفتاح وصول
}
made-changes = تغيير للعنوان
made-approvals = { $count ->
    [one] موافقة واحدة على تسجيل الدخول
    [two] موافقتان على تسجيل الدخول
    [few] { $count } موافقات على تسجيل الدخول
   *[other] { $count } موافقة على تسجيل الدخول
}
older-title = هل كل هذا لك؟
older-lead = لم يُؤكَّد أي عنوان لهذا الحساب حتى الآن. وفي الحساب من قبل:
older-may-be = قد تكون هذه أول مرة يُؤكَّد فيها عنوانك للحساب الذي يقع عليه اختيارك. وربما يحتوي الحساب على أجهزة ومفاتيح وصول من قبل ذلك.
older-hint = عند التسجيل يمكن لأي شخص إدخال عنوان شخص آخر. وما لا تعرف مصدره قد يكون لغيرك. عند الشك، الأفضل إنهاؤه.
older-way-back = حتى { $until } يمكن لصاحب عنوان سابق لهذا الحساب استعادته، ولا يتأثر ذلك بما يُنهى هنا.
older-end = ليس لي، أو لست متأكدًا: إنهاء كل هذا
older-end-button = إنهاء كل هذا
older-keep-button = كل هذا لي
undone-made = ترك هذا الجهاز أيضًا ما يلي:
undone-gone = انتهى كل هذا أيضًا.
undone-email-restored = كان الجهاز قد غيّر عنوان الحساب، وقد أُعيد العنوان السابق.
undo-box = نعم، تسجيل خروج ذلك الجهاز
confirm-box = هذا الطلب مني
confirm-box-missing = للموافقة، يُرجى تحديد المربع.
email-verification-box = الحساب «{ $username }» لي
email-verification-box-missing = لتأكيد العنوان، يُرجى تحديد المربع.
email-change-box = الحساب «{ $username }» لي
email-change-box-missing = لتأكيد العنوان الجديد، يُرجى تحديد المربع.
email-undo-box = نعم، التراجع عن التغيير وتسجيل الخروج من كل الأجهزة
email-undo-box-missing = للتراجع عن التغيير، يُرجى تحديد المربع.
session-change-withdrawn = سيُسحب طلب تغيير العنوان.
session-end-keys = { $count ->
    [one] إبطال مفتاح الوصول الخاص به أيضًا
    [two] إبطال مفتاحَي الوصول الخاصين به أيضًا
    [few] إبطال مفاتيح الوصول الخاصة به أيضًا ({ $count } مفاتيح)
    [many] إبطال مفاتيح الوصول الخاصة به أيضًا ({ $count } مفتاحًا)
   *[other] إبطال مفاتيح الوصول الخاصة به أيضًا ({ $count } مفتاح)
}
session-end-let-in = { $count ->
    [one] تسجيل خروج الجهاز الذي وافق على دخوله أيضًا
    [two] تسجيل خروج الجهازين اللذين وافق على دخولهما أيضًا
    [few] تسجيل خروج الأجهزة التي وافق على دخولها أيضًا ({ $count } أجهزة)
    [many] تسجيل خروج الأجهزة التي وافق على دخولها أيضًا ({ $count } جهازًا)
   *[other] تسجيل خروج الأجهزة التي وافق على دخولها أيضًا ({ $count } جهاز)
}
sessions-end-keys = { $count ->
    [one] إبطال مفتاح وصول واحد لم ينشئه هذا الجهاز أيضًا
    [two] إبطال مفتاحَي وصول لم ينشئهما هذا الجهاز أيضًا
    [few] إبطال { $count } مفاتيح وصول لم ينشئها هذا الجهاز أيضًا
   *[other] إبطال { $count } مفتاح وصول لم ينشئها هذا الجهاز أيضًا
}
key-made = { $count ->
    [one] سيُبطَل أيضًا المفتاح الذي أنشأه.
    [two] سيُبطَل أيضًا المفتاحان اللذان أنشأهما.
    [few] ستُبطَل أيضًا المفاتيح التي أنشأها ({ $count } مفاتيح).
    [many] ستُبطَل أيضًا المفاتيح التي أنشأها ({ $count } مفتاحًا).
   *[other] ستُبطَل أيضًا المفاتيح التي أنشأها ({ $count } مفتاح).
}
key-keep-children = { $count ->
    [one] الإبقاء على المفتاح الذي أنشأه
    [two] الإبقاء على المفتاحين اللذين أنشأهما
   *[other] الإبقاء على المفاتيح التي أنشأها
}
account-notice-older-ended = انتهى كل ذلك.
account-notice-older-kept = بقي كل شيء كما هو.
account-aside-email-restored = { undone-email-restored }
account-aside-keys-revoked = أُبطلت مفاتيح الوصول التي أُنشئت هناك.
account-aside-keys-left = ما زالت مفاتيح الوصول التي أُنشئت هناك تعمل، وهي مذكورة أدناه.
account-aside-change-withdrawn = سُحب طلب تغيير العنوان الوارد من هناك.
account-aside-let-in-ended = سُجّل أيضًا خروج الأجهزة التي وافق على دخولها.
event-email-change-withdrawn = سُحب طلب تغيير العنوان
