/** The words around flags and numbers in the languages in which people draw figures. */

/** What is lost on its way. */
export const LOST =
  /\b(?:lost|dropped|drops|never arrives|perdid[oa]s?|se pierde|perdu(?:e|s|es)?|verloren|geht verloren|perso|persa)\b|[✗✘❌✖]|丢失|丢包|丢了|遗失|丟失|丟包|遺失|消失|紛失|損失|ロスト|失われ|유실|손실|분실|потерян[оаы]?|потеря(?:лся|лась)?|теряется/iu;

/** What is sent once more. */
export const AGAIN =
  /\b(?:re-?transmi\w*|re-?sen[dt]\w*|re-?transmet\w*|re-?env[ií]\w*|ret[rx]ansmis\w*|renvoi\w*|erneut\w*|wiederhol\w*|sent again|send again|retry|duplicate)\b|retransmisi[oó]n|retransmiss[ãa]o|重传|重发|重送|再送|再度送|재전송|повтор\w*/iu;

/** Time-outs: the sender waits in vain. */
export const TIMEOUT = /\b(?:time-?d? ?out|times out)\b|超时|逾時|タイムアウト|타임아웃|тайм-?аут/iu;

/** Words for data, where a message has no flags. */
export const DATA =
  /(?<![\p{Script=Latin}\d_])(?:data|payload|datos|donn[ée]es|dados|daten|nutzdaten|dati|gegevens|veri)(?![\p{Script=Latin}\d_])|(?<!元|大)数据(?!库|中心|包头)|數據|資料(?!庫)|データ(?!ベース)|데이터(?!베이스)|данны[ехм]+/iu;

/** What programs say to each other over a connection. */
export const HTTP =
  /\bHTTPS? ?(?:\/\d(?:\.\d)?|request|response|GET|POST|PUT|DELETE|HEAD)\b|\b(?:GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS) \/|HTTP ?(?:请求|響應|响应|應答|リクエスト|レスポンス|応答|요청|응답|请求报文|-?запрос|-?ответ)|\b(?:requête|réponse|petici[oó]n|respuesta|requisição|resposta) HTTP\b/iu;

/** A message that speaks of data rather than carrying any. */
export const NO_DATA =
  /\b(?:no|not|without|ready|want|wants|request|requests|wait|waits|waiting|received|receives|receive|until|before|after|more|all|kein\w*|sans|sin|sem|нет|без|готов\w*)\b|没有|無|无|等待|准备|準備|接收|收到|完|なし|待|受信|없|수신/iu;

/** Said of what arrives before: its flags are not those of the segment. */
export const RECEIVED =
  /\b(?:received|receives|receive|receiving|got|gets|on|upon|after|recibid[oa]|reçu|empfangen|получ\p{L}*)\b|收到|接收到|接到|受信した|受信|수신/iu;

/** An acknowledgment in words, where no flag is written. */
export const ACKNOWLEDGES =
  /^(?:\W|\d)*(?:an? |the )?(?:acknowledge(?:s|d)?|acknowledge?ments?|confirms?|confirmation|confirmación|acuse de recibo|accusé de réception|acquittement|Bestätigung|confirmação|подтверждение|确认|確認|確認応答|确认应答|肯定応答|확인|확인 ?응답)\W*$/iu;

/** Names of the end that opens a connection, and of the other one. */
export const CLIENT = /client|active|initiator|客户|客戶|クライアント|클라이언트|cliente|клиент/iu;
export const SERVER = /server|passive|responder|服务|服務|伺服|サーバ|서버|servidor|serveur|сервер/iu;
