// Words that occur in the names of operations everywhere, so that `listbuildsforapipeline` falls apart in the right
// places even where neither path nor parameters have them.

/** What an operation does: the first or last word of most names. */
export const verbs: ReadonlySet<string> = new Set(
  `accept acknowledge activate add aggregate allow alter analyze append apply approve archive assign attach authenticate
  authorize backup ban batch block build bulk cancel capture change check claim clear clone close commit compare
  complete compute configure confirm connect continue convert copy count create deactivate decline decrypt delete demote deploy
  deprecate destroy detach describe detect disable disconnect discard dismiss dispatch download duplicate edit
  effective enable encrypt end enhance enrich enroll estimate evaluate embed exchange execute expire explain export extract fetch fill filter find
  finalize finish fire flush follow force fork generate get grant head identify import index ingest initiate insert inspect install
  invalidate invite issue join kick kill launch leave like link list listen load lock login logout lookup mark match
  merge migrate modify monitor move mute notify open order overwrite partial patch pause pay ping poll post precheck prepare preview process
  promote protect provision publish purge push put query queue read reactivate rebuild receive reconnect record redeem
  redirect refresh refund refuse register reject release reload remove rename render renew reorder reopen replace
  replay reply report request require rerequest rerun reset resend resize resolve restart restore restrict resume retrieve retry
  return reverse revert review revoke roll rollback rotate run save scan schedule search select send set setup share shutdown
  show sign simulate skip snooze split star start stop store stream submit subscribe supply suspend swap sync synchronize terminate
  test toggle touch track transfer transform transition trigger truncate unarchive unassign unban unblock unfollow
  uninstall unlink unlock unmute unpublish unshare unstar unsubscribe unsuspend update upgrade upload upsert use
  undrop unregister unrevoke validate verify view void vote wait watch withdraw write`.split(/\s+/),
);

/** Small words that join others. */
export const joiners: ReadonlySet<string> = new Set(
  'a all an and any as at before after between by details do each every for from if in into is it its new no not of off on one only or other out over per self that the their this to too up via with within without your'.split(
    ' ',
  ),
);

const nouns = `access account accounts action actions activity activities addon address addresses admin admins
  administrator agent agents alert alerts alias aliases allowed analysis analytics annotation annotations answer api app
  application applications apps approval approvals archive area article artifact artifacts asset assets assignee
  assignees assignment association asn attachment attachments attempt attribute attributes audience audio audit
  authenticated author authorization auto availability available average avatar backup balance balances bank banner base
  basic batch benefit bill billing binding bindings blob blobs board body bot bound branch branches bucket buckets budget
  build builds business button by cache caches calendar call calls campaign card cards cart catalog category categories
  certificate certificates channel channels charge charges chart chat check checks child children city class client
  clients cluster code cohort cohorts collaborator collaborators collection collections column columns command comment
  comments commit commits company component compute conference config configuration configurations conflict connection
  connections connector console consent contact contacts container content contents context contract conversation
  conversations correlation country coupon credential credentials credit crm cron csv currency current custom customer
  customers cycle daily dashboard dashboards data database databases dataset datasets date day days default definition
  definitions deletion delivery deliveries dependency dependencies deployment deployments deposit description desktop
  detail device devices dispute disputes distinct distribution dns document documents domain domains draft dynamic email
  emails endpoint endpoints engine engagement enterprise entity entities entry entries environment environments error
  errors event events example exception execution executions experiment expression extension external failed failover
  family feature features feed feedback field fields file files filters finding findings firewall flag flags flow folder
  folders for form format forms free function functions funnel gateway global group groups guest hardware hash health
  historical history hook hooks host hosting hostname hosts hour hourly http id identifier identifiers identity ids image
  images inbound incident incidents info information input inputs insight instance instances instruction insurance
  integration integrations interaction interface internal interval inventory invitation invitations invoice invoices ip
  ips issue issues item items job jobs journal key keys kind label labels language large last latest layer layout lead
  learning level library license licenses lifecycle limit limits line lines link links list lists live load local
  location locations log logs loyalty machine mail mailbox main management manager map mapping maps marketing media
  meeting member members membership memberships menu merchant message messages metadata meter method methods metric
  metrics migration milestone milestones minute mobile mode model models module month monthly my name names namespace
  namespaces network networks node nodes note notes notification notifications number numbers object objects offer
  office options order orders org organization organizations origin origins outbound outside overview owner owners
  package packages page pages parameter parameters participant participants parent party password path paths payment
  payments payout pending people performance period permission permissions person personal persons phone photo pipeline
  pipelines plan plans platform player playlist point policies policy pool pools port portal position posts preference
  preferences price prices primary priority private process product products profile profiles progress project projects
  promotion properties property protection provider proxy public pull purchase queries question queue quota quote rate
  rates raw reaction reactions reason receipt recipient recipients record records recovery redirect reference references
  region regions registration registry relation relations release releases reply report reports repo repository
  repositories request requests required requirement reservation resource resources response responses result results
  retention return revenue review reviews revision revisions risk role roles room rooms root route routes row rows rule
  rules ruleset rulesets run runner runners runs sale sales sample scan schedule schedules schema schemas scope scopes
  score screen script scripts secret secrets section security segment segments selected sender sequence series server
  servers service services session sessions setting settings setup share shared shipment shipping shop short signature
  signing site sites size sku slot snapshot software source sources space specific sql ssl sso staff stage stat state
  states static statistics status statuses step stock storage store stories story stream streams string style
  subaccount subject subscriber subscription subscriptions subtask suite summary support survey system table tables tag
  tags target targets task tasks tax team teams template templates tenant term terms test tests text theme thread threads
  threshold ticket tickets time timeline timeseries timestamp title tls token tokens tool top topic topics total totals
  trace traffic transaction transactions transcript transfer transition translation trend trends trial trigger tunnel
  type types unit units uploads uri url urls usage user username users uuid uuids value values variable variables vendor
  vendors version versions video videos view views virtual visibility visitor volume vote voucher vulnerability
  vulnerabilities wallet warehouse watcher webhook webhooks week weekly widget window word workflow workflows worker
  workers workspace workspaces year yearly zone zones abuse accelerator advanced album anomaly answering app artist
  asset authentication balancer bandwidth bot browser camera captcha capability card carrier challenge character chunk
  cipher citation compliance completion composite compression conditional consumer coverage criteria crypto decision
  deletion delegation deprecated destination diagnostic digest dimension directory discovery discussion disk display
  dynamic edge effect embed embedding emoji encryption evaluation explorer fallback fine fingerprint fraud frequency
  fulfillment geo geographic glue gist graph grant grid guide guild handler heartbeat image impact income inference
  ingestion ingress inspector intelligence invoicing isolation kv lan latency ledger listing magic manifest market
  measurement mention merchant mesh moderation monetization money mutation navigation notary observability occupation
  oauth offset operation option organisational original origin outage output ownership packet partner patent payload
  peer penalty phase phishing picture pin placement plugin podcast popular prefix prompt prospect pull queue radar
  raw reader receipt recommendation record recording redaction regulation rejection relationship remote render
  replica resolution reviewer risk router routing runtime sandbox schedule security seller sensor session settlement
  severity shield sink site skill slice snippet social speech splitter sponsor standard star statement static stats
  streaming subdomain suggestion supplier suppression sync synthetic tab tax taxonomy technology telemetry term
  threat timezone tracking traffic training trait transcription trash trust tunnel turn typing upload uptime usage
  using utility validation verification verdict violation virus vision visitor waiting wan watermark weather web
  wiki wildcard wireless xml zero zip bookmark mtls paginated scanner temporary many multiple`;

/** Verbs that are as often what there is: `a build`, `the queue`. */
export const ambiguousVerbs: ReadonlySet<string> = new Set(
  nouns.split(/\s+/).filter((word) => verbs.has(word) && !/^(list|test|move|set)$/.test(word)),
);

/** What people work for or in: a path that begins with one is about something below it. */
export const tenants: ReadonlySet<string> = new Set(
  'account environment org organization project tenant workspace zone'.split(' '),
);

/** Plurals of which there is one. */
export const pluralia: ReadonlySet<string> = new Set(
  `settings analytics statistics stats details preferences metrics limits options insights dns tls https news series
  kubernetes credentials terms basics physics lens whois always sms ios aws gps`.split(/\s+/),
);

export const commonWords: ReadonlySet<string> = new Set([
  ...verbs,
  ...joiners,
  ...nouns.split(/\s+/),
]);
