## Everywhere

date-time = { $year }年{ $month }月{ $day }日 { $time } { $zone }
quoted = 「{ $text }」
detail-line = { $label }: { $value }
skip-to-content = 本文へ移動
account-named = アカウント「{ $username }」
your-account = お使いのアカウント
device-named = { $platform }と名乗るデバイス
device-unnamed = もう一方のデバイス
the-address = 確認したアドレス

label-account = アカウント
label-platform = 名乗っている名前
label-user-agent = ブラウザーまたはプログラム
label-ip = IP アドレス
label-requested = リクエスト日時
label-expires = リンクの有効期限
label-address = 確認するアドレス
label-address-old = これまでのアドレス
label-address-kept = 元に戻るアドレス
label-address-dropped = 取り消されるアドレス
address-none = なし（アドレスを削除する変更）

## Mails

mail-footer = このメールは、どなたかがこのメールアドレスを入力したため、お送りしています（送信元：{ $host }）。トラッキングや広告は含まれていません。
mail-footer-owner = このメールは、このメールアドレスがアカウント「{ $username }」に登録されている、または登録されていたため、お送りしています（送信元：{ $host }）。トラッキングや広告は含まれていません。
mail-button-hint = ボタンを押しても開かない場合は、次のアドレスをコピーしてブラウザーに貼り付けるか、[こちらのリンクを開いてください。]
mail-link-expires = リンクの有効期限は { $time } です。
mail-asked-heading = リクエスト元

mail-login-subject = { $code } は { $brand } のログインコードです
mail-login-subject-shared = { $host } へのログインをご確認ください
mail-login-heading = ログインしようとしているのはご本人ですか？
mail-login-intro = { $host } に「{ $username }」としてログインしようとしているデバイスがあります。
mail-login-intro-shared = このメールアドレスで { $host } にログインしようとしているデバイスがあります。このアドレスは複数のアカウントで使われているため、リンク先のページでアカウントをお選びください。
mail-login-review-line = ログインの内容を確認し、承認または拒否するには、次のリンクを開いてください。
mail-login-review-or-line = または、次のリンクを開いてログインの内容を確認し、承認または拒否してください。
mail-login-button = ログインの内容を確認
mail-login-review-html = ログインの内容を確認し、承認または拒否してください。
mail-login-review-or-html = または、ログインの内容を確認し、承認または拒否してください。
mail-login-code-line = ログイン待ちのデバイスに、次のコードを入力してください。
mail-login-expires = リンクとコードの有効期限は { $time }（リクエストから { $minutes } 分間）です。
mail-login-held-back-strangers = このアカウントで使われたことのないデバイスやネットワークからのログインについてお送りするメールは、本日はこれが最後です。この後、こうしたログインについてのメールは最長 24 時間お送りしません。その間にログインするには、以前ログインしたことのあるデバイスかネットワークを使うか、ログイン中のデバイスで承認してください。
mail-login-held-back-all = ログインについてお送りするメールは、本日はこれが最後です。この後は最長 24 時間、メールをお送りしません。その間にログインするには、ログイン中のデバイスで承認してください。
mail-login-not-you = お心当たりがない場合は、何もする必要はありません。承認がない限り、誰もログインできません。このログインを拒否するには、リンクを開いて「心当たりがない」を押してください。コードやリンクは、決して誰にも教えないでください。サポート担当者がコードやリンクをお尋ねすることは決してありません。

mail-email-button = アドレスの確認に進む
mail-verification-subject = メールアドレスの確認のお願い（{ $host }）
mail-verification-heading = メールアドレスの確認のお願い
mail-verification-intro = { $host } で、メールアドレス { $email } を使ってアカウント「{ $username }」が作成されました。
mail-verification-line = ご自身のメールアドレスであることを確認するには、次のリンクを開いてください。
mail-verification-not-you = お心当たりがない場合は、何もする必要はありません。メールアドレスは未確認のままとなります。

mail-email-change-verification-subject = 新しいメールアドレスの確認のお願い（{ $host }）
mail-email-change-verification-heading = 新しいメールアドレスの確認のお願い
mail-email-change-verification-intro = { $host } のアカウント「{ $username }」のメールアドレスを { $email } に変更する手続きが行われています。
mail-email-change-verification-line = 新しいメールアドレスを確認するには、次のリンクを開いてください。
mail-email-change-verification-not-you = お心当たりがない場合は、何もする必要はありません。このリンクから確認しない限り、メールアドレスは変更されません。

mail-undo-nothing-to-do = ご自身による操作であれば、何もする必要はありません。
mail-undo-line = お心当たりがない場合は、次のリンクから変更を元に戻してください。すべてのデバイスからログアウトします。
mail-undo-explanation = お心当たりがない場合は、変更を元に戻してください。以前のメールアドレスに戻り、すべてのデバイスからログアウトします。
mail-change-stop-line = お心当たりがない場合は、次のリンクから変更を中止してください。メールアドレスはそのまま残り、すべてのデバイスからログアウトします。
mail-change-stop-button = 変更を中止する
mail-undo-button = 変更を元に戻す
mail-email-change-requested-subject = { $host } のメールアドレスの変更がリクエストされました
mail-email-change-requested-heading = メールアドレスの変更がリクエストされました
mail-email-change-requested-intro = { $time } に、{ $host } のアカウント「{ $username }」のメールアドレスを、このアドレスから { $email } に変更するリクエストがありました。新しいアドレスが確認されると、変更が完了します。
mail-email-change-requested-intro-removal = { $time } に、{ $host } のアカウント「{ $username }」からこのメールアドレスを削除するリクエストがありました。
mail-email-changed-subject = { $host } のメールアドレスが変更されました
mail-email-changed-heading = メールアドレスが変更されました
mail-email-changed-intro = { $host } のアカウント「{ $username }」のメールアドレスは、{ $time } に、このアドレスから { $email } に変更されました。
mail-email-changed-intro-removal = { $host } のアカウント「{ $username }」に登録されていたこのメールアドレスは、{ $time } に削除されました。現在、このアカウントにはメールアドレスが登録されていません。

## The page behind the link of a sign-in

confirm-title = このログインを承認しますか？
confirm-title-error = エラー: このログインを承認しますか？
confirm-as = ログイン先のアカウント:
confirm-lead = { $host } にログインしようとしているデバイスがあります。デバイスに関する情報は自己申告によるもので、確認されたものではありません。
confirm-warning = ご自身が目の前のデバイスで始めたログインの場合にのみ、承認してください。サポート担当者が承認をお願いすることは決してありません。
confirm-in-doubt = 迷ったときは拒否してください。このページを閉じるだけでもかまいません。承認がない限り、誰もログインできません。
confirm-approve = 承認する
confirm-deny = 心当たりがない
confirm-account-legend = どのアカウントですか？
confirm-account-verified = （確認済み）
confirm-account-error = ログインするアカウントを選択してください。
match-label = ログイン待ちのデバイスのコード
match-hint = ログイン待ちのデバイスの画面に表示されている 6 文字です。メールのコードではありません。
match-error-missing = ログイン待ちのデバイスに表示されているコードを入力してください。
match-error-malformed = ログイン待ちのデバイスのコードではありません。そのコードは、数字と A～F の英字からなる 6 文字です。メールにある 8 文字のコードは、ここでは使いません。
match-error-wrong = ログイン待ちのデバイスに表示されているコードと一致しません。
match-tries-left = 入力できるのはあと { $count } 回です。
error-summary = ご確認ください
confirm-deny-title = このログインを拒否しますか？
confirm-deny-text = { $platform }と名乗るデバイスに、拒否されたことが表示されます。ご自身の操作だった場合は、そのデバイスでもう一度ログインしてください。いつでもやり直せます。
confirm-deny-box = はい、このログインを拒否します
confirm-deny-missing = 拒否するには、チェックを入れてください。
confirm-deny-button = 拒否する
confirm-deny-back = 戻る

approved-title = ログインを承認しました
approved-look-other = もう一方のデバイスで続きをご覧ください。
approved-look-television = テレビの画面で続きをご覧ください。
approved-text = { $platform }と名乗るデバイスが、「{ $username }」としてログインできるようになりました。
approved-later = このセッションを後で終了するには、ここにログインして「ログイン中のデバイス」をご覧ください。
approved-close = このページは閉じてもかまいません。今お使いのブラウザーがログインしたわけではありません。
undo-heading = お心当たりがない、または間違えた場合
undo-text = あと { $minutes } 分間（{ $time } まで）は、ここからそのデバイスをログアウトさせることができます。
undo-button = そのデバイスをログアウト

## Outcomes

outcome-denied-title = ログインを拒否しました
outcome-denied-text = { $device }はログインしていません。アカウントに変更はありません。
outcome-denied-next = ほかに必要な操作はありません。間違えて拒否した場合は、そのデバイスでもう一度始めてください。
outcome-undone-title = デバイスをログアウトさせました
outcome-undone-text = { $device }はログアウトしました。
outcome-undone-next = ほかにログイン中のデバイスは「マイアカウント」で確認できます。
outcome-already-approved-title = すでに承認済みです
outcome-already-approved-text = このログインはすでに承認されています。1 つのリンクで承認または拒否できるのは 1 回だけです。
outcome-already-approved-next = お心当たりがない場合は、ログイン中のデバイスを確認し、見覚えのないセッションを終了してください。
outcome-already-undone-title = すでにログアウト済みです
outcome-already-undone-text = このログインは承認されましたが、その後取り消されました。1 つのリンクで承認または拒否できるのは 1 回だけです。
outcome-already-undone-next = { outcome-already-denied-next }
outcome-already-denied-title = すでに拒否済みです
outcome-already-denied-text = このログインは、拒否されたか、コードの入力間違い、またはすべてのデバイスからのログアウトによって、すでに終了しています。1 つのリンクで承認または拒否できるのは 1 回だけです。
outcome-already-denied-next = ログインするには、ログイン待ちだったデバイスでもう一度始めてください。新しいメールが届きます。
outcome-expired-title = このリンクは期限切れです
outcome-expired-text = 安全のため、ログイン用のリンクは数分間しか使えません。何も変更されていません。
outcome-expired-next = ログイン待ちだったデバイスでもう一度始めてください。新しいメールが届きます。
outcome-too-many-codes-title = コードの入力間違いが上限に達しました
outcome-too-many-codes-text = コードが 3 回間違っていたため、このログインは終了しました。誰もログインしていません。
outcome-too-many-codes-next = ご自身のログインであれば、ログイン待ちだったデバイスでもう一度始めてください。新しいメールとコードをお送りします。
outcome-unknown-link-title = このリンクは使えません
outcome-unknown-link-text = リンクがメールソフトで途中で切れている可能性があります。メールに戻り、メールのコードをログイン待ちのデバイスに入力するか、リンク全体をコピーしてアドレスバーに貼り付けてください。
outcome-unknown-link-next = それでもうまくいかない場合は、ログイン待ちのデバイスから新しいメールをリクエストしてください。
outcome-email-confirmed-title = メールアドレスを確認しました
outcome-email-confirmed-text = { $username }のメールアドレスは、{ $email } になりました。
outcome-email-confirmed-next = このページは閉じてもかまいません。
outcome-email-undone-title = 変更を元に戻しました
outcome-email-undone-text = { $username }のメールアドレスを以前のものに戻し、すべてのデバイスをログアウトさせました。
outcome-email-undone-next = 以前のメールアドレスでもう一度ログインしてください。
outcome-email-link-used-title = すでに完了しています
outcome-email-link-used-text = このリンクはすでに使用され、手続きは完了しています。
outcome-email-link-used-next = 現在のメールアドレスは「マイアカウント」で確認できます。
outcome-email-link-expired-title = このリンクは期限切れです
outcome-email-link-expired-text = メールのリンクには有効期限があります。何も変更されていません。
outcome-email-link-expired-next = 新しいメールは「マイアカウント」からリクエストできます。
outcome-email-link-confirmed-title = すでに確認済みです
outcome-email-link-confirmed-text = { $email } は{ $username }の確認済みメールアドレスです。このリンクを開く前に確認されました。
outcome-email-link-confirmed-next = ほかに必要な操作はありません。
outcome-email-link-replaced-title = このリンクは無効になりました
outcome-email-link-replaced-text = このメールが送信された後に、{ $username }のメールアドレスがあらためて設定されました。このリンクでは何も変更されていません。
outcome-email-link-replaced-next = 最新のメールを使うか、「マイアカウント」でメールアドレスを確認してください。

## The page behind a link about an address

email-verification-title = メールアドレスの確認
email-verification-text = ご自身のアカウントとメールアドレスですか？
email-verification-button = アドレスを確認する
email-verification-otherwise = お心当たりがない場合は、このページを閉じてください。何も行われません。
email-change-title = 新しいメールアドレスの確認
email-change-text = 確認が済むと、ログインのためのメールを含め、このアカウントへのメールはすべて新しいアドレスに届きます。
email-change-button = 新しいアドレスを確認する
email-change-otherwise = お心当たりがない場合は、このページを閉じてください。メールアドレスは変更されません。
email-undo-title = メールアドレスの変更を元に戻しますか？
email-undo-text = すぐに以前のメールアドレスに戻ります。
email-undo-warning = このデバイスを含め、このアカウントのすべてのデバイスからログアウトします。その後、以前のメールアドレスでもう一度ログインしてください。
email-undo-button = 元に戻してすべてログアウト
email-undo-otherwise = ご自身で変更した場合は、このページを閉じてください。何も行われません。

## Errors

error-status = エラー { $status }
error-request-id = 管理者向けの情報:
error-title-400 = リクエストを読み取れませんでした
error-title-401 = ログインしてください
error-title-403 = ここではこの操作はできません
error-title-404 = ページが見つかりません
error-title-405 = ここではこの方法は使えません
error-title-409 = すでに使われています
error-title-413 = データが大きすぎます
error-title-415 = 対応していない形式です
error-title-422 = 入力内容をご確認ください
error-title-429 = リクエストが多すぎます
error-title-500 = 問題が発生しました
error-title-503 = 一時的に利用できません
error-title-other = 処理できませんでした

## The development mailbox

mailbox-title = 開発用メールボックス
mailbox-lead = メールサーバーが設定されていないため、メールは送信されずにここに届きます。このページを開けるのはこのマシンだけです。新しいものから順に並んでいます。
mailbox-json = JSON 形式で見る:
mailbox-empty-it = メールボックスを空にするには:
mailbox-empty = メールはまだありません。登録またはログインをしてから、もう一度ご覧ください。
mailbox-count = メールは { $count } 件です。
mailbox-empty-button = メールボックスを空にする
mailbox-from = 差出人
mailbox-recipient = 宛先
mailbox-date = 日時
mailbox-links = リンク
mailbox-preview = HTML
mailbox-wide = パソコン
mailbox-phone = スマートフォン
mailbox-width = 表示幅
mailbox-text = テキスト
mailbox-headers = ヘッダー
mailbox-source = ソース
mailbox-back = すべてのメール
mailbox-alone = HTML だけを表示
mailbox-to = 宛先 { $to }
mailbox-open = 開く
mailbox-filter = 宛先で絞り込む
mailbox-filter-button = 表示

## The reference of the API

docs-version = バージョン { $version }
docs-openapi = OpenAPI ドキュメント
docs-contents = 目次
docs-parameters = パラメーター
docs-required = 必須
docs-request = リクエスト本文
docs-everywhere = 各ルートに記載のもののほか、本文を受け取るルートは 408 と 415 を、すべてのルートは 413、429、500、503 を返すことがあります。
docs-responses = レスポンス

mail-access-key-created-subject = { $host } で新しいアクセスキーが作成されました
mail-access-key-created-heading = アクセスキー「{ $name }」が作成されました
mail-access-key-created-intro = { $time } に、{ $host } のアカウント「{ $username }」で、アクセスキー「{ $name }」が作成されました。このキーは { $prefix } で始まります。
mail-access-key-created-advice = ご自身で作成した場合は、何もする必要はありません。お心当たりがない場合は、ログインしてこのキーを無効にし、見覚えのないセッションを終了してください。
mail-access-key-expiring-subject = { $host } のアクセスキーの期限が近づいています
mail-access-key-expiring-heading = アクセスキー「{ $name }」の期限が近づいています
mail-access-key-expiring-intro = { $host } のアカウント「{ $username }」のアクセスキー「{ $name }」（{ $prefix } で始まるキー）は、{ $time } に期限が切れます。このキーを使っているものは、それ以降動作しなくなります。
mail-access-key-expiring-advice = 引き続き必要な場合は、新しいキーを作成し、置き換えてください。
mail-access-key-scopes = このキーの権限は { $scopes } です。
mail-access-key-expires = 有効期限は { $time } です。
mail-access-key-line = アカウントを確認するには、次のリンクを開いてください。
mail-access-key-button = マイアカウントを開く

## Times

relative-now = たった今
relative-minutes-ago = { $count } 分前
relative-hours-ago = { $count } 時間前
relative-days-ago = { $count } 日前
relative-months-ago = { $count } か月前
relative-years-ago = { $count } 年前
relative-soon = 1 分以内
relative-minutes-ahead = { $count } 分後
relative-hours-ahead = { $count } 時間後
relative-days-ahead = { $count } 日後
relative-months-ahead = { $count } か月後
relative-years-ahead = { $count } 年後

## Signing in

footer-language = 言語
back = 戻る
title-error = エラー:
label-email = メールアドレス
label-username = ユーザー名
device-on = { $system } の { $program }
sign-in-title = ログイン
sign-in-heading = { $name } にログイン
sign-in-lead = パスワードは不要です。リンクとコードをメールでお送りします。
sign-in-return = その後、{ $host } に移動します。
sign-in-several = このアドレスで複数のアカウントをお持ちの場合
sign-in-username-hint = ユーザー名を入力すると、そのアカウント用のメールに入力用のコードが記載されます。入力しない場合は、リンク先のページでアカウントを選びます。
sign-in-button = 次へ
sign-in-no-account = アカウントをお持ちでない場合
sign-in-already = { $username } としてログインしています
sign-in-go-on = 続ける
sign-in-reason-ended = ログアウトされました。別のデバイスから操作された可能性があります。続けるには、もう一度ログインしてください。
sign-in-reason-signed-out = ログアウトしました。
sign-in-insecure = このページは暗号化されていない http で表示されているため、ブラウザーがログイン状態を保てません。https が必要なことを管理者にお知らせください。リクエストごとにトークンを送信するアプリには影響ありません。

## Signing out

sign-out-title = ログアウトしますか？
sign-out-text = { $username } としてログインしています。ログアウトするのはこのブラウザーだけで、ほかのデバイスはログインしたままになります。
sign-out-button = ログアウト
sign-out-stay = ログインしたままにする
sign-out-nobody-title = ログインしていません
sign-out-nobody-text = このブラウザーでは誰もログインしていません。

## Waiting

waiting-title-pending = メールをご確認ください
waiting-title-approved = ログインが承認されました
waiting-title-denied = ログインが拒否されました
waiting-title-expired = このログインは期限切れです
waiting-lead = お好きなデバイスでメールを開き、承認してください。アカウントに登録されているアドレスの場合、メールの宛先は次のとおりです:
waiting-alive = 承認をお待ちしています。
waiting-wrong-address = アドレスを修正する
waiting-match-label = もう一方のデバイスには、このコードを入力します
waiting-match-signed-in = 別のデバイスですでにログインしている場合は、そのデバイスの「マイアカウント」でこのコードを入力して承認できます。メールは必要ありません。
waiting-expires = このログインの期限:
waiting-continue = 承認したので続ける
waiting-quiet = このページは、承認されたかどうかを { $seconds } 秒ごとに確認しています。
waiting-quiet-back = メールのコードを入力する
waiting-quiet-link = 入力せずに待つ
waiting-code-label = または、メールのコードを入力
waiting-code-hint = 8 文字です。メールにコードがない場合は、リンクを使ってください。
waiting-code-button = コードでログイン
waiting-no-mail = メールが届かない場合
waiting-no-mail-spam = 迷惑メールフォルダーをご確認ください。差出人は { $sender } です。
waiting-no-mail-address = アドレスを 1 文字ずつご確認ください。
waiting-no-mail-account = メールが届くのは、アカウントに登録されているアドレスだけです。短時間に送信できる数にも限りがあります。
waiting-resend = メールを再送する
waiting-mailbox = 開発環境のメールはこちらです:
waiting-mailbox-link = メールボックスを開く
waiting-notice-resent = メールを再送しました。前のリンクも引き続き使えます。
waiting-notice-too-soon = メールは送信したばかりです。{ $seconds } 秒後に再送できるようになります。
waiting-notice-too-late = このログインはまもなく終了します。新しくやり直してください。
waiting-notice-not-yet = まだ承認されていません。メールのリンクを開き、「承認する」を押してください。
waiting-approved-text = あと 1 ステップで、ログインが完了します。
waiting-text-denied = 誰もログインしていません。間違えて拒否した場合は、もう一度始めてください。
waiting-text-expired = このログインのリンクとコードは使えなくなりました。
waiting-again = { $email } に新しいメールを送信
not-waiting-title = このブラウザーはログイン待ちではありません
not-waiting-text = ログインはすでに完了しているか、別のブラウザーで始められたものです。
no-cookies-title = ブラウザーに Cookie が保存されません
no-cookies-waiting = ログインを受け付けましたが、承認を待つために必要な Cookie がブラウザーに保存されませんでした。送信中のメールを使っても、このブラウザーではログインできません。
no-cookies-session = ログインは承認されましたが、ログイン状態を保つために必要な Cookie がブラウザーに保存されませんでした。このブラウザーではログインしていません。
no-cookies-account = アカウントは作成されましたが、ログイン状態を保つために必要な Cookie がブラウザーに保存されませんでした。このブラウザーではログインしていません。メールアドレスを入力した場合は、後でそのアドレスでログインしてください。入力していない場合、作成したアカウントはもう使えませんので、別のユーザー名で登録してください。
no-cookies-allow = ブラウザーの設定で { $host } の Cookie を許可し、Cookie をブロックする拡張機能がないかご確認ください。そのうえで、もう一度始めてください。
no-cookies-domain = このサイトのほかの Cookie は届いているため、お使いのブラウザーの問題ではないと思われます。設定 cookie.domain を確認するよう、管理者にお伝えください。
approved-here = このログインは、今お使いのブラウザーで始めたものです。

## Registering

register-title = アカウントを作成
register-lead = ユーザー名を決め、ほかのデバイスからログインするためのメールアドレスを登録してください。
register-username-hint = 1～32 文字の半角英数字、ピリオド、ハイフン、アンダースコア。
register-email-label = メールアドレス（任意）
register-email-hint = 登録しない場合、アカウントを使えるのはこのブラウザーだけです。ログアウトすると、誰にも元に戻せません。
register-button = アカウントを作成
register-have-account = アカウントをお持ちの場合

## What is wrong with a form

problem-missing-email = メールアドレスを入力してください。
problem-invalid-email = メールアドレスの形式が正しくありません。name@example.org のように、アドレスだけを入力してください。
problem-missing-username = ユーザー名を入力してください。
problem-invalid-username = ユーザー名には、1～32 文字の半角英数字、ピリオド、ハイフン、アンダースコアを使えます。先頭と末尾は英字か数字にしてください。
problem-username-reserved = この名前は予約されています。別の名前を選んでください。
problem-username-taken = この名前はすでに使われています。別の名前を選んでください。
problem-missing-code = メールのコードを入力してください。
problem-malformed-code = コードは K7QM-2XTD のような 8 文字です。今回の入力は回数に数えません。
problem-match-code-typed = これはこのページに表示されているコードです。リンクを開いたデバイスで入力してください。ここには、メールのコードを入力します。今回の入力は回数に数えません。
problem-match-code-missing = ログイン待ちのデバイスに表示されているコードを入力してください。
problem-match-code-malformed = ログイン待ちのデバイスのコードではありません。そのコードは、数字と A～F の英字からなる 6 文字です。今回の入力は回数に数えません。
problem-match-code-wrong = ログイン待ちのデバイスに表示されているコードと一致しません。3 回間違えると、このログインは終了します。
problem-match-code-wrong-last = ログイン待ちのデバイスに表示されているコードと一致しません。もう一度間違えると、このログインは終了します。
problem-wrong-code = メールのコード（8 文字）と一致しません。このページのコードは、もう一方のデバイスに入力するものです。3 回間違えると、このログインは終了します。
problem-missing-name = キーに名前を付けてください。
problem-invalid-name = 名前は、目に見える文字で 1～64 文字にしてください。
problem-invalid-session-name = 名前は、目に見える文字で 1～64 文字にしてください。
problem-invalid-description = 用途は、目に見える文字で 200 文字以内にしてください。
problem-missing-scopes = キーに許可する操作を 1 つ以上選択してください。
problem-missing-life = キーの有効期間を選択してください。
problem-name-taken = 同じ名前のキーがすでにあります。
problem-too-many-keys = キーの数が上限に達しています。先にいずれかのキーを無効にしてください。
problem-missing-confirmation = 確認のため、ユーザー名を入力してください。
problem-wrong-confirmation = ユーザー名が一致しません。何も削除されていません。

## The account

account-title = マイアカウント
account-heading = { $username } のアカウント
account-contents = このページの内容
account-sign-out-here = ここでログアウト
account-notice-session-ended = デバイスをログアウトさせました。そのデバイスに残っている認証情報は、{ $minutes } 分以内に使えなくなります。
account-notice-session-renamed = 名前を変更しました。
account-notice-sessions-ended = ほかのすべてのデバイスをログアウトさせました。
account-notice-key-revoked = キーを無効にしました。もう使うことはできません。
account-notice-username-changed = ユーザー名を変更しました。以前の名前は、30 日間ほかの人が使うことはできません。
account-notice-email-asked = 新しいアドレスにメールを送信しました。そのメールから確認すると、アドレスが変更されます。
account-notice-email-removed = メールアドレスを削除しました。メールでのログインはできなくなりました。
account-notice-email-cancelled = メールアドレスの変更をキャンセルしました。
account-notice-email-resent = メールを再送しました。以前のメールのリンクは使えなくなりました。
account-notice-email-unchanged = すでに登録されているメールアドレスです。
account-notice-login-approved = デバイスを承認しました。自動的にログインします。
account-notice-login-denied = ログインを拒否しました。誰もログインしていません。
account-notice-login-undone = デバイスをログアウトさせました。
account-notice-login-failed = コードが 3 回間違っていたため、このログインは終了しました。ご自身のログインであれば、もう一度始めてください。
account-notice-login-gone = このログインは、すでに承認または拒否されたか、期限切れです。
account-notice-gone = そのデバイスまたはキーは、すでに削除されています。
account-notice-undecided = 何も変更されていません。
logins-title = { $count ->
   *[other] ログイン待ちのデバイスがあります
}
logins-in-doubt = 迷ったときは拒否してください。
logins-asked = リクエスト:
logins-expires = 期限:
logins-more = ほかにもログイン待ちのデバイスがあります。新しいものから表示しているため、見つからない場合は、そのデバイスでもう一度始めてください。
logins-let-in-title = 先ほど承認したデバイス
logins-let-in-text = あと { $minutes } 分間は、このデバイスをログアウトさせ、このデバイスが作成またはリクエストしたものもすべて取り消すことができます。
sessions-title = ログイン中のデバイス
sessions-none = ほかにログイン中のデバイスはありません。
sessions-end-others = ほかのセッションをすべて終了
sessions-end-others-question = このデバイス以外のセッションが、リストのほかのページにあるものも含めて、すべてすぐに終了します。
sessions-end-others-button = はい、ほかをすべて終了します
session-current = このデバイス
session-details = 詳細
session-device = デバイス
session-device-probably = おそらく { $device }
session-created = ログイン日時
session-signed-in = ログイン:
session-last-seen = 最終利用日時
session-last-active = 最終利用:
session-active-now = 利用中
session-approved-from = 承認元の IP アドレス
session-registered = 承認不要（このデバイスでアカウントを作成）
session-approved-unknown = 不明
session-let-in-by = 承認したデバイス
session-let-in-by-ended = すでにログアウトしたデバイス
session-expires = 使わない場合の終了日時
session-name = このデバイスの名前
session-name-hint = 空欄にすると、デバイス自体の名前が使われます。
session-rename = 名前を変更
session-end = セッションを終了
session-end-question = 「{ $name }」はすぐにログアウトします。
session-end-button = 「{ $name }」を終了
kind-browser = ブラウザー
group-browser = ブラウザー
kind-desktop = デスクトップアプリ
group-desktop = デスクトップアプリ
kind-mobile = モバイルアプリ
group-mobile = モバイルアプリ
kind-command-line = コマンドライン
group-command-line = コマンドライン
kind-television = テレビ・その他の機器
group-television = テレビ・その他の機器
kind-other = その他
group-other = その他
pager-next = 続きを見る
pager-first = 最初のページ
keys-title = アクセスキー
keys-lead = 代わりに操作を行うスクリプトやマシンのためのキーです。
keys-none = アクセスキーはありません。
key-state-active = 有効
key-state-ending = まもなく期限切れ
key-state-expired = 期限切れ
key-last-used = 最終使用:
key-last-used-at = 最終使用日時
key-never-used = 未使用
key-ends = 期限:
key-ended = 期限切れ:
key-revoke = 無効にする
key-revoke-question = 「{ $name }」を使っているものは、すぐに動作しなくなります。
key-revoke-button = 「{ $name }」を無効にする
key-description = 用途
key-scopes = 権限
key-created = 作成日時
key-expires = 有効期限
key-new-title = 新しいアクセスキー
key-new-lead = 権限も有効期間も、必要な分だけにしてください。
key-name = 名前
key-name-hint = 「バックアップスクリプト」など、使用先がわかる名前にしてください。
key-description-label = 用途（任意）
key-scopes-legend = 許可する操作（1 つ以上選択）
key-life-legend = 有効期間
key-life = { $days } 日間
key-new-told = キーが作成されたときと、期限が近づいたときに、メールでお知らせします。
key-new-button = キーを作成
scope-account-read = アカウントの情報（名前、アドレス）を見る
scope-account-write = 名前を変更し、アカウントを削除する
scope-sessions-read = ログイン中のデバイスを見る
scope-sessions-write = デバイスをログアウトさせる
scope-keys-read = アクセスキーの一覧を見る（キーそのものは除く）
scope-keys-write = このキーの権限を超えないアクセスキーを作成し、無効にする
scope-tokens-issue = ほかのサーバー用に、有効期間の短いトークンを取得する
scope-extra = このサーバーの先にあるサーバー用:
key-created-title = キーを作成しました
key-created-once = このキーが表示されるのは今回だけです。今すぐ、使用する場所かパスワードマネージャーに保存してください。
key-created-label = アクセスキー「{ $name }」
key-created-copy = コピー
key-created-copied = コピーしました。
key-created-try = 試してみる
key-created-done = 保存しました
address-title = アドレスと名前
address-verified = 確認済み
address-unverified = 未確認
address-missing = なし（ほかのデバイスではログインできません）
address-pending = 変更後のアドレス
address-pending-hint = このアドレスに届くメールのリンクから確認すると変更されます
address-resend = メールを再送する
address-cancel = 変更をキャンセル
address-new = 新しいメールアドレス
address-new-hint = 確認が済むと変更されます。以前のアドレスにも通知が届き、72 時間以内であればその通知から元に戻せます。
address-change = 変更
address-remove = アドレスを削除
address-remove-question = メールアドレスがないと、ほかのデバイスではログインできません。このデバイスも、一度ログアウトすると再びログインできなくなります。
address-remove-button = はい、削除します
username-change = 名前を変更
data-title = マイデータ
data-text = アカウント、セッション、キー、最近のアクティビティの JSON データです。秘密情報は含まれません。
data-button = データをダウンロード
danger-title = 注意が必要な操作
danger-everywhere = すべてのデバイスからログアウト
danger-everywhere-text = このセッションを含むすべてのセッションと、進行中のログインがすべて終了します。アクセスキーはそのまま残ります。
danger-everywhere-button = すべてログアウト
danger-everywhere-question = すべてのデバイスで、もう一度ログインする必要があります。
danger-everywhere-confirm = はい、すべてログアウトします
danger-delete = アカウントの削除
danger-delete-text = アカウントとその内容のすべてを、すぐに完全に削除します。
danger-delete-button = アカウントを削除…
delete-title = アカウントを削除しますか？
delete-lead = アカウント「{ $username }」を削除すると、次のようになります。
delete-sessions = すべてのデバイスがすぐにログアウトします。
delete-keys = すべてのアクセスキーが使えなくなります。
delete-name = ユーザー名は 30 日間誰も使えず、その後はほかの人が使えるようになります。
delete-mail = { $email } には、確認済みの場合に通知が送られます。その後、このアドレスは消去されます。
delete-warning = この操作は取り消せません。
delete-label = 確認のため、{ $username } と入力してください
delete-button = アカウントを完全に削除
deleted-title = アカウントを削除しました
deleted-text = 「{ $username }」と、それに属するものはすべて削除されました。

## More outcomes and errors

label-decided = 承認または拒否の日時
label-decided-from = 操作元の IP アドレス
label-expired = 期限切れ日時
outcome-account = ログイン中のデバイスを見る
outcome-new-mail = 新しいメールをリクエスト
error-home = トップページへ
error-text-not-found = このアドレスには何もありません。リンクが途中で切れている可能性があります。
error-text-method-not-allowed = このアドレスだけで表示できるページはありません。前のページに戻ってください。
error-text-malformed-body = リクエストを読み取れませんでした。前のページに戻って、もう一度お試しください。
error-text-body-too-large = 送信されたデータが大きすぎます。
error-text-unsupported-media-type = 送信されたデータの形式が正しくありません。
error-text-request-timeout = リクエストの受信に時間がかかりすぎました。もう一度お試しください。
error-text-registration-closed = 現在、新しいアカウントは作成できません。
error-text-authentication-required = この操作にはログインが必要です。
error-text-invalid-credentials = ログインはすでに終了しています。もう一度ログインしてください。
error-text-ambiguous-credentials = リクエストに、異なる 2 つのログイン情報が同時に含まれています。
error-text-insufficient-scope = 現在のログイン情報には、この操作の権限がありません。
error-text-cross-origin = このフォームがこのサイトから送信されたことを、ブラウザーで確認できませんでした。ページを開き直して、もう一度お試しください。何も変更されていません。繰り返し起こる場合は、ブラウザーが Cookie を保存していません。このサイトの Cookie を許可するか、別のブラウザーをお使いください。
error-text-misdirected-request = サーバーが動作しているマシンから、サーバー自身の名前またはアドレス（localhost など）でアクセスした場合にのみ利用できます。
error-text-unavailable = サービスを一時的に利用できません。失われたものはありませんので、もう一度お試しください。
error-text-internal = サーバー側で問題が発生しました。もう一度お試しください。
error-text-too-fast-minutes = お使いのネットワークからの回数が多すぎます。{ $minutes } 分後にもう一度お試しください。
error-text-untold = 何も変更されていません。変更があるたびにアカウントのメールアドレスへお知らせしていますが、その数が上限に達しました。{ $minutes } 分後にもう一度お試しください。
error-text-too-fast = 操作の間隔が短すぎます。{ $seconds } 秒後にもう一度お試しください。

## Mail about a deleted account

mail-username-changed-subject = { $host } のユーザー名が変更されました
mail-username-changed-heading = ユーザー名が変更されました
mail-username-changed-intro = { $host } のアカウント「{ $old }」のユーザー名は、{ $time } に「{ $username }」に変更されました。
mail-username-changed-rest = 「{ $old }」という名前は、30 日間ほかの人が使うことはできません。その間は、アカウントの名前を元に戻せます。
mail-username-changed-advice = ご自身で変更した場合は、何もする必要はありません。お心当たりがない場合は、このメールアドレスでログインしてアカウントの名前を元に戻し、見覚えのないセッションを終了して、見覚えのないアクセスキーを無効にしてください。
mail-account-deleted-subject = { $host } のアカウントが削除されました
mail-account-deleted-heading = アカウントが削除されました
mail-account-deleted-intro = { $host } のアカウント「{ $username }」は、セッションとアクセスキーとともに、{ $time } に削除されました。このメールを最後に、このメールアドレスも消去されます。
mail-account-deleted-advice = お心当たりがない場合は、ほかの人がアカウントを操作できた可能性があります。アカウントは元に戻せませんので、管理者にお知らせください。
mail-account-deleted-again = 新しいアカウントは、次のリンクからいつでも作成できます。
mail-account-deleted-button = アカウントを作成

## Recent activity

activity-title = 最近のアクティビティ
activity-lead = 過去 { $days } 日間にアカウントで行われた操作です。お心当たりのないものがあれば、それを行ったデバイスをログアウトさせてください。
activity-none = まだ何もありません。
event-account-registered = アカウントの作成
event-account-deleted = アカウントの削除
event-username-changed = ユーザー名の変更
event-login-asked = ログインのリクエスト:
event-login-mail-withheld = ログインのリクエスト（数が多いためメールは送信せず）:
event-login-approved = ログインの承認:
event-login-denied = ログインの拒否:
event-login-failed = コードを 3 回間違えたためログインを終了:
event-login-undone = ログインの取り消し:
event-session-begun = ログイン:
event-session-ended = ログアウト:
event-session-expired = 期限切れによる自動ログアウト:
event-sessions-ended = 複数のデバイスのログアウト
event-access-key-created = アクセスキーの作成:
event-access-key-revoked = アクセスキーの無効化:
event-access-keys-revoked = すべてのアクセスキーの無効化
event-email-change-asked = メールアドレス変更のリクエスト
event-email-verified = メールアドレスの確認
event-email-changed = メールアドレスの変更
event-email-removed = メールアドレスの削除
event-email-change-undone = メールアドレスの変更を元に戻し、すべてのデバイスをログアウト

## What a device made, and what is older than the first proof of an address

made-sessions = ログイン中のデバイス { $count } 台
made-keys = アクセスキー { $count } 個
made-changes = メールアドレスの変更
made-approvals = 承認済みのログイン { $count } 件
older-title = すべてご自身のものですか？
older-lead = これまで、このアカウントのメールアドレスは一度も確認されていませんでした。アカウントにはすでに次のものがあります：
older-may-be = 選択するアカウントでメールアドレスが確認されるのは、今回が初めてかもしれません。その場合、以前からのデバイスやアクセスキーが残っている可能性があります。
older-hint = アカウントの登録時には、誰でも他人のメールアドレスを入力できます。見覚えのないものは、他人のものかもしれません。確信が持てない場合は終了してください。
older-way-back = { $until } までは、以前のメールアドレスの持ち主がこのアカウントを取り戻せます。ここで終了しても、それは変わりません。
older-end = 自分のものではない、またはわからない：これらをすべて終了する
older-end-button = すべて終了する
older-keep-button = すべて自分のもの
undone-made = このデバイスは、次のものも残していました:
undone-gone = これらもすべて終了しました。
undone-email-restored = このデバイスがアカウントのメールアドレスを変更していたため、以前のアドレスに戻しました。
undo-box = はい、そのデバイスをログアウトさせます
confirm-box = このログインは自分でリクエストしました
confirm-box-missing = 承認するには、チェックを入れてください。
email-verification-box = アカウント「{ $username }」は自分のものです
email-verification-box-missing = アドレスを確認するには、チェックを入れてください。
email-change-box = アカウント「{ $username }」は自分のものです
email-change-box-missing = 新しいアドレスを確認するには、チェックを入れてください。
email-undo-box = はい、変更を元に戻し、すべてのデバイスをログアウトさせます
email-undo-box-missing = 変更を元に戻すには、チェックを入れてください。
session-change-withdrawn = メールアドレスの変更は取り下げられます。
session-end-keys = このデバイスのアクセスキー（{ $count } 個）も無効にする
session-end-let-in = このデバイスが承認したデバイス（{ $count } 台）もログアウトさせる
sessions-end-keys = このデバイス以外で作成されたアクセスキー（{ $count } 個）も無効にする
key-made = このキーで作成されたキー（{ $count } 個）も無効になります。
key-keep-children = このキーで作成されたキー（{ $count } 個）は残す
account-notice-older-ended = すべて終了しました。
account-notice-older-kept = すべてそのまま残ります。
account-aside-email-restored = { undone-email-restored }
account-aside-keys-revoked = そのデバイスで作成されたアクセスキーは無効になりました。
account-aside-keys-left = そのデバイスで作成されたアクセスキーは、引き続き使えます。下をご覧ください。
account-aside-change-withdrawn = そのデバイスからリクエストされたメールアドレスの変更は取り下げられました。
account-aside-let-in-ended = そのデバイスが承認したデバイスもログアウトしました。
event-email-change-withdrawn = メールアドレスの変更の取り下げ
