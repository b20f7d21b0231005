BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE audit (
	sequence INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	actor TEXT NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	action VARCHAR(32) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	version INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence)
);
INSERT INTO "audit" VALUES(1,'2026-11-26T09:40:53.537227+00:00','Liftroom','owner','create','metric','click_through_rate',1,'d9396d280eb370df0931c04bc78d3538318421ee8a65bd2466d1548a221ba8c1','0000000000000000000000000000000000000000000000000000000000000000','f47ffd4d33b15f39a24a5c4fea7457ec86d84ba784a4e8517c6bf914918148cc');
INSERT INTO "audit" VALUES(2,'2026-11-26T09:40:53.555685+00:00','Liftroom','owner','create','metric','form_fill_rate',1,'b1b81d0073a762ae794dfdaaa484010d391331b2c05389dbae8372685179ad21','f47ffd4d33b15f39a24a5c4fea7457ec86d84ba784a4e8517c6bf914918148cc','38e9321a21a854875c78145f45a1f3a3f94136b341582a1c2ae4b191f8166e42');
INSERT INTO "audit" VALUES(3,'2026-11-26T09:40:53.561858+00:00','Liftroom','owner','create','metric','purchase_rate',1,'08595d56f688321d7a2562729070602337bf725c7fcad963e371bbfe444232e0','38e9321a21a854875c78145f45a1f3a3f94136b341582a1c2ae4b191f8166e42','d16aa3b70d92920029d1d5d5190267eab6c5f335c57dc7c708ac87883b855878');
INSERT INTO "audit" VALUES(4,'2026-11-26T09:40:53.563777+00:00','Liftroom','owner','create','metric','revenue_per_user',1,'0572b49096c4b9c33dfb785b7bcfe153d4b9bb0a70e00c3675e03cc7aa8cf2ff','d16aa3b70d92920029d1d5d5190267eab6c5f335c57dc7c708ac87883b855878','50289d35f4d1414aa6e965a13672bb7bfa4a5e250cfab65785339a2b7e407f4d');
INSERT INTO "audit" VALUES(5,'2026-11-26T09:40:53.701826+00:00','Liftroom','owner','create','metric','average_order_value',1,'4e6a31aad517c109e69c515626b0286fe2a8ad1e73bce713854cd5d2322fd6a2','50289d35f4d1414aa6e965a13672bb7bfa4a5e250cfab65785339a2b7e407f4d','4b6592162bda19ee4356d4e91c100d78b4093a2d27bb766bbe25db7b14cadf05');
INSERT INTO "audit" VALUES(6,'2026-11-26T09:40:53.703691+00:00','Liftroom','owner','create','metric','clicks_per_view',1,'44c202b3379e6cc14d4b50e33af85b8702248724a6c501b38c98112b6f5cd954','4b6592162bda19ee4356d4e91c100d78b4093a2d27bb766bbe25db7b14cadf05','21971c149a827a34486938a742de217c900fafe2dc6a053b9c9d7c86ce39991d');
INSERT INTO "audit" VALUES(7,'2026-11-26T09:40:53.710932+00:00','Liftroom','owner','create','metric','unsubscribe_rate',1,'7f874a51745825768f3f8e28a1238c8bad42f020abe85b4495e67e27a3ffaab4','21971c149a827a34486938a742de217c900fafe2dc6a053b9c9d7c86ce39991d','0da05fa971faa95f158ee6eff52510a24bae9d99bca129d8d21f92cbe466fb7a');
INSERT INTO "audit" VALUES(8,'2026-11-26T09:40:53.712715+00:00','Liftroom','owner','create','metric','satisfaction',1,'5bee15559627b3e18fd5afcbeb0b1e1a86974127e8f4e07427acbaef0b46e59e','0da05fa971faa95f158ee6eff52510a24bae9d99bca129d8d21f92cbe466fb7a','e8552ca05e69e1dd6dcdb1315e7b8cdaa1fe564d469880cbf4c1eae1302a214f');
INSERT INTO "audit" VALUES(9,'2026-11-26T09:40:53.719041+00:00','Liftroom','owner','create','policy','default',1,'4bacc840353983fac47b2f69dd31aeb5981662e9328229dd405506d42dec5b2d','e8552ca05e69e1dd6dcdb1315e7b8cdaa1fe564d469880cbf4c1eae1302a214f','9d6df87d8ed5887dc465f4d4704badc2c9ffd4a40b94ff163a20a74145db7fa8');
INSERT INTO "audit" VALUES(10,'2026-11-26T09:40:53.720798+00:00','Liftroom','owner','create','settings','default',1,'a9e94088673db269b550a96eb34f7ed9b8263a8f2829f1d567f621dd4f350f85','9d6df87d8ed5887dc465f4d4704badc2c9ffd4a40b94ff163a20a74145db7fa8','fa2b1eb466c3c1edb5062849af4126d2c807bef63bba64183a4fe4ecc4345ab0');
INSERT INTO "audit" VALUES(11,'2026-11-26T09:40:53.738725+00:00','Linh Đặng','admin','create','metric','spam',1,'739a51ea41e76a0c9ebb7064e3b299a503b969d2874e2e4ca02f15574add82a0','fa2b1eb466c3c1edb5062849af4126d2c807bef63bba64183a4fe4ecc4345ab0','e983ae28ae1efaa5f2f4275420bc0c0ddad81a8e138d50733157cc1d39995bfc');
INSERT INTO "audit" VALUES(12,'2026-11-26T09:40:53.747686+00:00','Linh Đặng','admin','create','experiment','banner',1,'07121f9ffda4e661d9488af80068a62738e546c06de0609f7aeaf86c9c08f38e','e983ae28ae1efaa5f2f4275420bc0c0ddad81a8e138d50733157cc1d39995bfc','d444a1a48e7b6b95438a0bbce489e5eb6859cc4dc1400275333ecf11949c0512');
INSERT INTO "audit" VALUES(13,'2026-11-26T09:40:53.765382+00:00','Linh Đặng','admin','edit','experiment','banner',2,'4bb4bdf21f0e6cac1ff45f265c802edaf749783f80afed5009d9a184f8a09c97','d444a1a48e7b6b95438a0bbce489e5eb6859cc4dc1400275333ecf11949c0512','d76486ae5981c07b615d8d7c26398efcb8cd5b9af4bbbd5f5d8acf004b391427');
INSERT INTO "audit" VALUES(14,'2026-11-26T09:40:53.781095+00:00','Linh Đặng','admin','create','mapping','0f3a',1,'23db361cabeeaca4e624cc849d01894c89354c71b1bc62dbdbeafebd14938999','d76486ae5981c07b615d8d7c26398efcb8cd5b9af4bbbd5f5d8acf004b391427','87340d42f382f61d0e3fbd309d0fe5e3bde4c0262201c7414db637214d5609a3');
INSERT INTO "audit" VALUES(15,'2026-11-26T09:40:53.794296+00:00','Linh Đặng','admin','unveil','unveiling','banner',1,'b29bf2879bab2b2349eb14eff07917235d43131ab5cd99f84f0fca7c6da6fccd','87340d42f382f61d0e3fbd309d0fe5e3bde4c0262201c7414db637214d5609a3','c36cd61108bb4d111b7da61f14d0efc15c8ee1fd6e1d64c66d9c03b22bb1a620');
INSERT INTO "audit" VALUES(16,'2026-11-26T09:40:53.799282+00:00','Linh Đặng','admin','create','session','RzyntM-8BQA5tvLx8HGgPg',1,'9aceda9ddb096d92d15771b08f3bed22077fe478df46cdc3d31840921f62039e','c36cd61108bb4d111b7da61f14d0efc15c8ee1fd6e1d64c66d9c03b22bb1a620','3b46cb35e3486be5e1769aa4ba029b0e85f3ece4d97de7551e96cda608db5a5e');
INSERT INTO "audit" VALUES(17,'2026-11-26T09:40:53.827450+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',2,'fff91c2b5c831189a92de678bdf3ddb6f8020670b568f97fbe12a45f5f27d32e','3b46cb35e3486be5e1769aa4ba029b0e85f3ece4d97de7551e96cda608db5a5e','5d4a8036c82f6c55c3f7577340f5507e4426e588b760f75e8219a306336f20d7');
INSERT INTO "audit" VALUES(18,'2026-11-26T09:40:53.834263+00:00','Linh Đặng','admin','create','forecast','RzyntM-8BQA5tvLx8HGgPg/2d7f816e0e4ea4e799554389bac89f6e2af7dfea',1,'419700f54ab5d84f4725c1a1568abd09af3f7837a6b3ec8871a45ec400875f08','5d4a8036c82f6c55c3f7577340f5507e4426e588b760f75e8219a306336f20d7','c6252c1f28563db29c17896c4f0394ef27653ad5442a1ad954f0546e95d21a60');
INSERT INTO "audit" VALUES(19,'2026-11-26T09:40:53.856085+00:00','Linh Đặng','admin','create','snapshot','RzyntM-8BQA5tvLx8HGgPg/banner',1,'c9bc5250f9f522be6fc6a2a0f476c4a4fa0453be3e345a70fcd9be7fa611ca73','c6252c1f28563db29c17896c4f0394ef27653ad5442a1ad954f0546e95d21a60','f9a476d73bb3638d6c8da7cae6b302446166caa44bf4eee4702ad3460c0e7d5d');
INSERT INTO "audit" VALUES(20,'2026-11-26T09:40:53.862845+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',3,'d350596b1e9cff2203287eb645a851c3a313ec340d6b400fb5964d840486f4be','f9a476d73bb3638d6c8da7cae6b302446166caa44bf4eee4702ad3460c0e7d5d','11e33eb80d34ab9b75a8527e939be64fcad63475d18bf4eb5716f0a9378dbb5e');
INSERT INTO "audit" VALUES(21,'2026-11-26T09:40:53.887102+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',4,'3998c7442445e2993ee6e601d1751b2b4365803796da9f3d39a26bc066cf652d','11e33eb80d34ab9b75a8527e939be64fcad63475d18bf4eb5716f0a9378dbb5e','5e2805f1f3b599854f6c1624f371bb9247fa641b78baebbbd6fce767934691af');
INSERT INTO "audit" VALUES(22,'2026-11-26T09:40:53.903702+00:00','Linh Đặng','admin','create','card','RzyntM-8BQA5tvLx8HGgPg/Aa5IVyoUnxWvdTnZPvWo1g',1,'b4b2ff2f21f86c3c74bc6df87fb4d724c0197dc94aa3174cef8cf7965ebbcdce','5e2805f1f3b599854f6c1624f371bb9247fa641b78baebbbd6fce767934691af','542e4ee1646555c73c73f2aecbcb9d5d60de1af0e91e03fe7a57836179d7c228');
INSERT INTO "audit" VALUES(23,'2026-11-26T09:40:53.930682+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',5,'df5ef2cc4d847439575442eed1efc155d2e1da51e11cf9221d3d651cc32bbcd0','542e4ee1646555c73c73f2aecbcb9d5d60de1af0e91e03fe7a57836179d7c228','d429bb0f4a01e3ef7156948273cc06ce4e4506ef358dd124410bcd57f3e90f63');
INSERT INTO "audit" VALUES(24,'2026-11-26T09:40:53.945719+00:00','Linh Đặng','admin','create','topic','RzyntM-8BQA5tvLx8HGgPg/Aa5IVyoUnxWvdTnZPvWo1g',1,'ab40da3373cf96967f9bd7d1211db759b1306e15c1867ea19c67874ae76d2d75','d429bb0f4a01e3ef7156948273cc06ce4e4506ef358dd124410bcd57f3e90f63','69bc771cc0ef01325a9609857f472fc125917703dd40028996fbcc43f8c5c79d');
INSERT INTO "audit" VALUES(25,'2026-11-26T09:40:53.969480+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',6,'b434e5f7b959cdb56cc78c41bb1c5c582ca3e368bc0ca0c298e279ca9fe97583','69bc771cc0ef01325a9609857f472fc125917703dd40028996fbcc43f8c5c79d','4fb9ab527a405f673cea33b036ffda26debcb33fa350d08e7775bfc653ad0d4b');
INSERT INTO "audit" VALUES(26,'2026-11-26T09:40:53.985175+00:00','Linh Đặng','admin','create','ballot','RzyntM-8BQA5tvLx8HGgPg/owner',1,'0a45a871521640bfd02c4d95ed444001dd5308b1425d5e69156f02d6014fae49','4fb9ab527a405f673cea33b036ffda26debcb33fa350d08e7775bfc653ad0d4b','2cbd02cce6b6f53de85a47ae60ce2fc3fdcb043226d07b348535dae4386b1f38');
INSERT INTO "audit" VALUES(27,'2026-11-26T09:40:54.008044+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',7,'9f1b632836d12605371b770e1d77e78238d6ba08558a474fb564d63df66a7b32','2cbd02cce6b6f53de85a47ae60ce2fc3fdcb043226d07b348535dae4386b1f38','efe21755a074b3d0c1b36f0a85f9cf1cf19168d9d7fe1a766377dfff03758a79');
INSERT INTO "audit" VALUES(28,'2026-11-26T09:40:54.022156+00:00','Linh Đặng','admin','create','note','RzyntM-8BQA5tvLx8HGgPg/Aa5IVyoUnxWvdTnZPvWo1g',1,'deb01374f7a74bcb8daf9bd7ce80d383850e5d3afa7c2856bec8b706ef3ebeeb','efe21755a074b3d0c1b36f0a85f9cf1cf19168d9d7fe1a766377dfff03758a79','14bced5ed3bffaf740f3a8ffaa58b989b215aa3118b57cd97e977e82011d236d');
INSERT INTO "audit" VALUES(29,'2026-11-26T09:40:54.053310+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',8,'3d751f49356fc154e25b2743f42622a758fa716c1f58a729191ccb02e9dbf955','14bced5ed3bffaf740f3a8ffaa58b989b215aa3118b57cd97e977e82011d236d','1ad2e7935c1a4e1bfb6b76334e92fc57fc12326f07a603898492fa2bafcd1ac7');
INSERT INTO "audit" VALUES(30,'2026-11-26T09:40:54.062009+00:00','Linh Đặng','admin','create','decision','RzyntM-8BQA5tvLx8HGgPg/banner',1,'ab3688e61aad62ad723113de3c90e798c19aa5f4cf2f5d3173bcbcd5ce7db02a','1ad2e7935c1a4e1bfb6b76334e92fc57fc12326f07a603898492fa2bafcd1ac7','fe15482f65dd2534926abd1d141195e7c4750ecd462e7b88da84cb11be34863e');
INSERT INTO "audit" VALUES(31,'2026-11-26T09:40:54.097055+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',9,'51435e1f8f2f0c4cffc4f35ed37adc2df9d6a869bd18b8decb077c64fabb583b','fe15482f65dd2534926abd1d141195e7c4750ecd462e7b88da84cb11be34863e','2596ca9d2b35a26d8f3eef122286ef5b7c4371d96f63dbebb4d29d2f20f10469');
INSERT INTO "audit" VALUES(32,'2026-11-26T09:40:54.102281+00:00','Linh Đặng','admin','create','action','X4NTd99kcINm_g06M3wKKw',1,'6a3512b72be93b97d980ae17a1855536b20a92c258b9274652a98dae2c419a0e','2596ca9d2b35a26d8f3eef122286ef5b7c4371d96f63dbebb4d29d2f20f10469','7660dbc4c1cb1eaee170cb35feb0eadaac528c1eebd195cbed93703ffa93337c');
INSERT INTO "audit" VALUES(33,'2026-11-26T09:40:54.137254+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',10,'de12c22f2c0421c8a1846cda5fe32b86cd121dd68e2ff8eedb261ccf6e7e32ad','7660dbc4c1cb1eaee170cb35feb0eadaac528c1eebd195cbed93703ffa93337c','ef8a2c8297e854e4f03c67758df08fdda6f517bfd40b4e8eefa02521ec2430df');
INSERT INTO "audit" VALUES(34,'2026-11-26T09:40:54.140774+00:00','Linh Đặng','admin','create','note','RzyntM-8BQA5tvLx8HGgPg/improvement',1,'7ba2fd0849569468e81affd0934e466973f8a89ac5ba922c6c960af2215f9942','ef8a2c8297e854e4f03c67758df08fdda6f517bfd40b4e8eefa02521ec2430df','94d7a60f1c51a0c98c676cec1f22aaa0dd9e091f28cccfdd25f92ecb88f5dae6');
INSERT INTO "audit" VALUES(35,'2026-11-26T09:40:54.162708+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',11,'6fcfa9c1b2b0d2c30044a3de63f50c933b8ca37ff4c6aa66538f272ca51b61af','94d7a60f1c51a0c98c676cec1f22aaa0dd9e091f28cccfdd25f92ecb88f5dae6','7a54d0970d5059c22bd86ffc969d679ba9a9eed270e7754778aea3e0899a68d2');
INSERT INTO "audit" VALUES(36,'2026-11-26T09:40:54.208568+00:00','Linh Đặng','admin','move','session','RzyntM-8BQA5tvLx8HGgPg',12,'9fc4cb43fa9c4c8ebecf8995519ef49d2673af39034e80aad0e1061dd25a4fcc','7a54d0970d5059c22bd86ffc969d679ba9a9eed270e7754778aea3e0899a68d2','56a5e6d583c6e3a64f95062aefe022863ecc62c81149aec963841f68da90cf04');
CREATE TABLE clocks (
	session VARCHAR(128) NOT NULL, 
	number INTEGER NOT NULL, 
	PRIMARY KEY (session)
);
INSERT INTO "clocks" VALUES('RzyntM-8BQA5tvLx8HGgPg',20);
CREATE TABLE dispatches (
	"key" VARCHAR(64) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	subject VARCHAR(128) NOT NULL, 
	body TEXT NOT NULL, 
	made_at INTEGER NOT NULL, 
	due_at INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	lease VARCHAR(32) NOT NULL, 
	leased_until INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	status INTEGER, 
	trouble VARCHAR(32), 
	PRIMARY KEY ("key")
);
CREATE TABLE document_history (
	kind VARCHAR(32) NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	author TEXT NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (kind, "key", version)
);
INSERT INTO "document_history" VALUES('metric','click_through_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"click","fold":"any","key":"click_through_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Click-through rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T09:40:53.537227+00:00');
INSERT INTO "document_history" VALUES('metric','form_fill_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"form_fill","fold":"any","key":"form_fill_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Form-fill rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T09:40:53.555685+00:00');
INSERT INTO "document_history" VALUES('metric','purchase_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"any","key":"purchase_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Purchase rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T09:40:53.561858+00:00');
INSERT INTO "document_history" VALUES('metric','revenue_per_user',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"sum","key":"revenue_per_user","matured_only":false,"minimal_interesting_lift":0.01,"name":"Revenue per user","unit":"currency","window_days":null}}','Liftroom','2026-11-26T09:40:53.563777+00:00');
INSERT INTO "document_history" VALUES('metric','average_order_value',1,'{"schema":1,"value":{"cap":null,"denominator_event":"purchase","denominator_fold":"count","direction":"up","event":"purchase","fold":"sum","key":"average_order_value","matured_only":false,"minimal_interesting_lift":0.01,"name":"Average order value","unit":"currency","window_days":null}}','Liftroom','2026-11-26T09:40:53.701826+00:00');
INSERT INTO "document_history" VALUES('metric','clicks_per_view',1,'{"schema":1,"value":{"cap":null,"denominator_event":"view","denominator_fold":"count","direction":"up","event":"click","fold":"count","key":"clicks_per_view","matured_only":false,"minimal_interesting_lift":0.01,"name":"Clicks per view","unit":"number","window_days":null}}','Liftroom','2026-11-26T09:40:53.703691+00:00');
INSERT INTO "document_history" VALUES('metric','unsubscribe_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"unsubscribe","fold":"any","key":"unsubscribe_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Unsubscribe rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T09:40:53.710932+00:00');
INSERT INTO "document_history" VALUES('metric','satisfaction',1,'{"schema":1,"value":{"cap":null,"denominator_event":"satisfaction","denominator_fold":"count","direction":"up","event":"satisfaction","fold":"sum","key":"satisfaction","matured_only":false,"minimal_interesting_lift":0.01,"name":"Satisfaction","unit":"number","window_days":null}}','Liftroom','2026-11-26T09:40:53.712715+00:00');
INSERT INTO "document_history" VALUES('policy','default',1,'{"schema":1,"value":{"allocation_imbalance":2.0,"dominance_warn":0.05,"false_discovery":0.05,"false_ship":0.025,"false_stop":0.025,"guardrail_error":0.05,"harm_minimum_events":20,"level":0.95,"minimum_conversions":25,"minimum_days":7,"minimum_users":100,"skew_limit":0.2,"small_cell":20,"small_segment":10,"split_error":0.001,"split_evidence":1000.0,"split_prior":1000.0,"stale_days":2,"suspicious_lift":0.5,"two_variants_block":0.1,"two_variants_warn":0.01}}','Liftroom','2026-11-26T09:40:53.719041+00:00');
INSERT INTO "document_history" VALUES('settings','default',1,'{"schema":1,"value":{"currency":null,"language":"en","name":"Liftroom","time_zone":"UTC"}}','Liftroom','2026-11-26T09:40:53.720798+00:00');
INSERT INTO "document_history" VALUES('metric','spam',1,'{"schema":1,"value":{"cap":3.5,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"spam","fold":"count","key":"spam","matured_only":true,"minimal_interesting_lift":0.01,"name":"Spam reports","unit":"number","window_days":7}}','Linh Đặng','2026-11-26T09:40:53.738725+00:00');
INSERT INTO "document_history" VALUES('experiment','banner',1,'{"schema":1,"value":{"allocation":[{"starts_on":null,"weights":[0.5,0.25,0.25]},{"starts_on":"2026-03-09","weights":[1,1,1]}],"audience":"","channel":"","currency":"VND","ended_on":"2026-04-10","extensions":[{"decided_on":"2026-03-20","planned_end":"2026-03-29"}],"hypothesis":"First thought","inference":null,"key":"banner","metrics":[{"margin":null,"metric":"purchase_rate","role":"primary"},{"margin":0.1,"metric":"spam","role":"guardrail"}],"minimal_interesting_lift":null,"name":"Banner \u00b7 \u0110\u00e0 N\u1eb5ng","owner":"","planned_end":"2026-04-12","planned_users":null,"sample":false,"starts_on":"2026-03-02","status":"ended","time_zone":"Asia/Ho_Chi_Minh","variants":["control","warm","cold"]}}','Linh Đặng','2026-11-26T09:40:53.747686+00:00');
INSERT INTO "document_history" VALUES('experiment','banner',2,'{"schema":1,"value":{"allocation":[{"starts_on":null,"weights":[0.5,0.25,0.25]},{"starts_on":"2026-03-09","weights":[1,1,1]}],"audience":"","channel":"","currency":"VND","ended_on":"2026-04-10","extensions":[{"decided_on":"2026-03-20","planned_end":"2026-03-29"}],"hypothesis":"A warm greeting\nsells \u201cmore\u201d.","inference":null,"key":"banner","metrics":[{"margin":null,"metric":"purchase_rate","role":"primary"},{"margin":0.1,"metric":"spam","role":"guardrail"}],"minimal_interesting_lift":null,"name":"Banner \u00b7 \u0110\u00e0 N\u1eb5ng","owner":"","planned_end":"2026-04-12","planned_users":null,"sample":false,"starts_on":"2026-03-02","status":"ended","time_zone":"Asia/Ho_Chi_Minh","variants":["control","warm","cold"]}}','Linh Đặng','2026-11-26T09:40:53.765382+00:00');
INSERT INTO "document_history" VALUES('mapping','0f3a',1,'{"schema":1,"value":{"columns":{"user_id":"Kh\u00e1ch h\u00e0ng"},"shape":"users"}}','Linh Đặng','2026-11-26T09:40:53.781095+00:00');
INSERT INTO "document_history" VALUES('unveiling','banner',1,'{"schema":1,"value":{"experiment":"banner","reason":"Budget day"}}','Linh Đặng','2026-11-26T09:40:53.794296+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',1,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"agenda","phase_began_at":"2026-11-26T09:40:53.798674+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T09:40:53.799282+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',2,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"forecast","phase_began_at":"2026-11-26T09:40:53.826838+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T09:40:53.827450+00:00');
INSERT INTO "document_history" VALUES('forecast','RzyntM-8BQA5tvLx8HGgPg/2d7f816e0e4ea4e799554389bac89f6e2af7dfea',1,'{"salt":"203eebdd8ba0e71b4fd2d3154a3a746e","schema":1,"value":{"chance":0.7,"declined":false,"experiment":"banner","high":0.06,"low":-0.01,"person":""}}','Linh Đặng','2026-11-26T09:40:53.834263+00:00');
INSERT INTO "document_history" VALUES('snapshot','RzyntM-8BQA5tvLx8HGgPg/banner',1,'{"schema":1,"value":{"figures":{},"fingerprint":"0f3a","policy":{},"schema":1,"verdict":{"kind":"ship"}}}','Linh Đặng','2026-11-26T09:40:53.856085+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',3,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"reveal","phase_began_at":"2026-11-26T09:40:53.861906+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T09:40:53.862845+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',4,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"write","phase_began_at":"2026-11-26T09:40:53.886133+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T09:40:53.887102+00:00');
INSERT INTO "document_history" VALUES('card','RzyntM-8BQA5tvLx8HGgPg/Aa5IVyoUnxWvdTnZPvWo1g',1,'{"salt":"fa770d9808022ee548179c6e4c44b649","schema":1,"value":{"number":1,"prompt":"surprised","text":"Ng\u01b0\u1eddi m\u1edbi mua nhi\u1ec1u h\u01a1n","voice":""}}','Linh Đặng','2026-11-26T09:40:53.903702+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',5,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"group","phase_began_at":"2026-11-26T09:40:53.929950+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T09:40:53.930682+00:00');
INSERT INTO "document_history" VALUES('topic','RzyntM-8BQA5tvLx8HGgPg/Aa5IVyoUnxWvdTnZPvWo1g',1,'{"salt":"1923b6199bbb1bd8cf088670c3b71755","schema":1,"value":{"name":"Kh\u00e1ch m\u1edbi"}}','Linh Đặng','2026-11-26T09:40:53.945719+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',6,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"vote","phase_began_at":"2026-11-26T09:40:53.960662+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T09:40:53.969480+00:00');
INSERT INTO "document_history" VALUES('ballot','RzyntM-8BQA5tvLx8HGgPg/owner',1,'{"salt":"86d0ca5deceb6f841d2c3a80b1395985","schema":1,"value":{"votes":{"Aa5IVyoUnxWvdTnZPvWo1g":1}}}','Linh Đặng','2026-11-26T09:40:53.985175+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',7,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"discuss","phase_began_at":"2026-11-26T09:40:54.003560+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"Aa5IVyoUnxWvdTnZPvWo1g"}}','Linh Đặng','2026-11-26T09:40:54.008044+00:00');
INSERT INTO "document_history" VALUES('note','RzyntM-8BQA5tvLx8HGgPg/Aa5IVyoUnxWvdTnZPvWo1g',1,'{"salt":"303489f24bfa268ebbaa028f2361a598","schema":1,"value":{"text":"Because of the picture"}}','Linh Đặng','2026-11-26T09:40:54.022156+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',8,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"decide","phase_began_at":"2026-11-26T09:40:54.044230+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"Aa5IVyoUnxWvdTnZPvWo1g"}}','Linh Đặng','2026-11-26T09:40:54.053310+00:00');
INSERT INTO "document_history" VALUES('decision','RzyntM-8BQA5tvLx8HGgPg/banner',1,'{"salt":"b8eeaf6dd94aef2980c63bfd3fbbfb12","schema":1,"value":{"choice":"iterate","experiment":"banner","follows":false,"person":"","reason":"The header is next","snapshot":"RzyntM-8BQA5tvLx8HGgPg/banner","verdict":"ship"}}','Linh Đặng','2026-11-26T09:40:54.062009+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',9,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"act","phase_began_at":"2026-11-26T09:40:54.083957+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"Aa5IVyoUnxWvdTnZPvWo1g"}}','Linh Đặng','2026-11-26T09:40:54.097055+00:00');
INSERT INTO "document_history" VALUES('action','X4NTd99kcINm_g06M3wKKw',1,'{"schema":1,"value":{"done_on":null,"dropped":false,"due":"2026-05-09","key":"X4NTd99kcINm_g06M3wKKw","owner":"","session":"RzyntM-8BQA5tvLx8HGgPg","text":"Tell sales"}}','Linh Đặng','2026-11-26T09:40:54.102281+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',10,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"improve","phase_began_at":"2026-11-26T09:40:54.128321+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"Aa5IVyoUnxWvdTnZPvWo1g"}}','Linh Đặng','2026-11-26T09:40:54.137254+00:00');
INSERT INTO "document_history" VALUES('note','RzyntM-8BQA5tvLx8HGgPg/improvement',1,'{"salt":"236a2d5913f53208c53c7d9af483fa12","schema":1,"value":{"text":"Start on time."}}','Linh Đặng','2026-11-26T09:40:54.140774+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',11,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"summary","phase_began_at":"2026-11-26T09:40:54.162000+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"Aa5IVyoUnxWvdTnZPvWo1g"}}','Linh Đặng','2026-11-26T09:40:54.162708+00:00');
INSERT INTO "document_history" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',12,'{"schema":1,"value":{"anonymous":false,"closed_at":"2026-11-26T09:40:54.197348+00:00","experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"closed","phase_began_at":"2026-11-26T09:40:54.197348+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"Aa5IVyoUnxWvdTnZPvWo1g"}}','Linh Đặng','2026-11-26T09:40:54.208568+00:00');
CREATE TABLE documents (
	kind VARCHAR(32) NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	author TEXT NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (kind, "key")
);
INSERT INTO "documents" VALUES('metric','click_through_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"click","fold":"any","key":"click_through_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Click-through rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T09:40:53.537227+00:00');
INSERT INTO "documents" VALUES('metric','form_fill_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"form_fill","fold":"any","key":"form_fill_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Form-fill rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T09:40:53.555685+00:00');
INSERT INTO "documents" VALUES('metric','purchase_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"any","key":"purchase_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Purchase rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T09:40:53.561858+00:00');
INSERT INTO "documents" VALUES('metric','revenue_per_user',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"sum","key":"revenue_per_user","matured_only":false,"minimal_interesting_lift":0.01,"name":"Revenue per user","unit":"currency","window_days":null}}','Liftroom','2026-11-26T09:40:53.563777+00:00');
INSERT INTO "documents" VALUES('metric','average_order_value',1,'{"schema":1,"value":{"cap":null,"denominator_event":"purchase","denominator_fold":"count","direction":"up","event":"purchase","fold":"sum","key":"average_order_value","matured_only":false,"minimal_interesting_lift":0.01,"name":"Average order value","unit":"currency","window_days":null}}','Liftroom','2026-11-26T09:40:53.701826+00:00');
INSERT INTO "documents" VALUES('metric','clicks_per_view',1,'{"schema":1,"value":{"cap":null,"denominator_event":"view","denominator_fold":"count","direction":"up","event":"click","fold":"count","key":"clicks_per_view","matured_only":false,"minimal_interesting_lift":0.01,"name":"Clicks per view","unit":"number","window_days":null}}','Liftroom','2026-11-26T09:40:53.703691+00:00');
INSERT INTO "documents" VALUES('metric','unsubscribe_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"unsubscribe","fold":"any","key":"unsubscribe_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Unsubscribe rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T09:40:53.710932+00:00');
INSERT INTO "documents" VALUES('metric','satisfaction',1,'{"schema":1,"value":{"cap":null,"denominator_event":"satisfaction","denominator_fold":"count","direction":"up","event":"satisfaction","fold":"sum","key":"satisfaction","matured_only":false,"minimal_interesting_lift":0.01,"name":"Satisfaction","unit":"number","window_days":null}}','Liftroom','2026-11-26T09:40:53.712715+00:00');
INSERT INTO "documents" VALUES('policy','default',1,'{"schema":1,"value":{"allocation_imbalance":2.0,"dominance_warn":0.05,"false_discovery":0.05,"false_ship":0.025,"false_stop":0.025,"guardrail_error":0.05,"harm_minimum_events":20,"level":0.95,"minimum_conversions":25,"minimum_days":7,"minimum_users":100,"skew_limit":0.2,"small_cell":20,"small_segment":10,"split_error":0.001,"split_evidence":1000.0,"split_prior":1000.0,"stale_days":2,"suspicious_lift":0.5,"two_variants_block":0.1,"two_variants_warn":0.01}}','Liftroom','2026-11-26T09:40:53.719041+00:00');
INSERT INTO "documents" VALUES('settings','default',1,'{"schema":1,"value":{"currency":null,"language":"en","name":"Liftroom","time_zone":"UTC"}}','Liftroom','2026-11-26T09:40:53.720798+00:00');
INSERT INTO "documents" VALUES('metric','spam',1,'{"schema":1,"value":{"cap":3.5,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"spam","fold":"count","key":"spam","matured_only":true,"minimal_interesting_lift":0.01,"name":"Spam reports","unit":"number","window_days":7}}','Linh Đặng','2026-11-26T09:40:53.738725+00:00');
INSERT INTO "documents" VALUES('experiment','banner',2,'{"schema":1,"value":{"allocation":[{"starts_on":null,"weights":[0.5,0.25,0.25]},{"starts_on":"2026-03-09","weights":[1,1,1]}],"audience":"","channel":"","currency":"VND","ended_on":"2026-04-10","extensions":[{"decided_on":"2026-03-20","planned_end":"2026-03-29"}],"hypothesis":"A warm greeting\nsells \u201cmore\u201d.","inference":null,"key":"banner","metrics":[{"margin":null,"metric":"purchase_rate","role":"primary"},{"margin":0.1,"metric":"spam","role":"guardrail"}],"minimal_interesting_lift":null,"name":"Banner \u00b7 \u0110\u00e0 N\u1eb5ng","owner":"","planned_end":"2026-04-12","planned_users":null,"sample":false,"starts_on":"2026-03-02","status":"ended","time_zone":"Asia/Ho_Chi_Minh","variants":["control","warm","cold"]}}','Linh Đặng','2026-11-26T09:40:53.765382+00:00');
INSERT INTO "documents" VALUES('mapping','0f3a',1,'{"schema":1,"value":{"columns":{"user_id":"Kh\u00e1ch h\u00e0ng"},"shape":"users"}}','Linh Đặng','2026-11-26T09:40:53.781095+00:00');
INSERT INTO "documents" VALUES('unveiling','banner',1,'{"schema":1,"value":{"experiment":"banner","reason":"Budget day"}}','Linh Đặng','2026-11-26T09:40:53.794296+00:00');
INSERT INTO "documents" VALUES('session','RzyntM-8BQA5tvLx8HGgPg',12,'{"schema":1,"value":{"anonymous":false,"closed_at":"2026-11-26T09:40:54.197348+00:00","experiments":["banner"],"facilitator":"","joined":0,"key":"RzyntM-8BQA5tvLx8HGgPg","phase":"closed","phase_began_at":"2026-11-26T09:40:54.197348+00:00","started_at":"2026-11-26T09:40:53.798674+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"Aa5IVyoUnxWvdTnZPvWo1g"}}','Linh Đặng','2026-11-26T09:40:54.208568+00:00');
INSERT INTO "documents" VALUES('forecast','RzyntM-8BQA5tvLx8HGgPg/2d7f816e0e4ea4e799554389bac89f6e2af7dfea',1,'{"salt":"203eebdd8ba0e71b4fd2d3154a3a746e","schema":1,"value":{"chance":0.7,"declined":false,"experiment":"banner","high":0.06,"low":-0.01,"person":""}}','Linh Đặng','2026-11-26T09:40:53.834263+00:00');
INSERT INTO "documents" VALUES('snapshot','RzyntM-8BQA5tvLx8HGgPg/banner',1,'{"schema":1,"value":{"figures":{},"fingerprint":"0f3a","policy":{},"schema":1,"verdict":{"kind":"ship"}}}','Linh Đặng','2026-11-26T09:40:53.856085+00:00');
INSERT INTO "documents" VALUES('card','RzyntM-8BQA5tvLx8HGgPg/Aa5IVyoUnxWvdTnZPvWo1g',1,'{"salt":"fa770d9808022ee548179c6e4c44b649","schema":1,"value":{"number":1,"prompt":"surprised","text":"Ng\u01b0\u1eddi m\u1edbi mua nhi\u1ec1u h\u01a1n","voice":""}}','Linh Đặng','2026-11-26T09:40:53.903702+00:00');
INSERT INTO "documents" VALUES('topic','RzyntM-8BQA5tvLx8HGgPg/Aa5IVyoUnxWvdTnZPvWo1g',1,'{"salt":"1923b6199bbb1bd8cf088670c3b71755","schema":1,"value":{"name":"Kh\u00e1ch m\u1edbi"}}','Linh Đặng','2026-11-26T09:40:53.945719+00:00');
INSERT INTO "documents" VALUES('ballot','RzyntM-8BQA5tvLx8HGgPg/owner',1,'{"salt":"86d0ca5deceb6f841d2c3a80b1395985","schema":1,"value":{"votes":{"Aa5IVyoUnxWvdTnZPvWo1g":1}}}','Linh Đặng','2026-11-26T09:40:53.985175+00:00');
INSERT INTO "documents" VALUES('note','RzyntM-8BQA5tvLx8HGgPg/Aa5IVyoUnxWvdTnZPvWo1g',1,'{"salt":"303489f24bfa268ebbaa028f2361a598","schema":1,"value":{"text":"Because of the picture"}}','Linh Đặng','2026-11-26T09:40:54.022156+00:00');
INSERT INTO "documents" VALUES('decision','RzyntM-8BQA5tvLx8HGgPg/banner',1,'{"salt":"b8eeaf6dd94aef2980c63bfd3fbbfb12","schema":1,"value":{"choice":"iterate","experiment":"banner","follows":false,"person":"","reason":"The header is next","snapshot":"RzyntM-8BQA5tvLx8HGgPg/banner","verdict":"ship"}}','Linh Đặng','2026-11-26T09:40:54.062009+00:00');
INSERT INTO "documents" VALUES('action','X4NTd99kcINm_g06M3wKKw',1,'{"schema":1,"value":{"done_on":null,"dropped":false,"due":"2026-05-09","key":"X4NTd99kcINm_g06M3wKKw","owner":"","session":"RzyntM-8BQA5tvLx8HGgPg","text":"Tell sales"}}','Linh Đặng','2026-11-26T09:40:54.102281+00:00');
INSERT INTO "documents" VALUES('note','RzyntM-8BQA5tvLx8HGgPg/improvement',1,'{"salt":"236a2d5913f53208c53c7d9af483fa12","schema":1,"value":{"text":"Start on time."}}','Linh Đặng','2026-11-26T09:40:54.140774+00:00');
CREATE TABLE logins (
	"key" VARCHAR(64) NOT NULL, 
	person VARCHAR(128) NOT NULL, 
	began_at INTEGER NOT NULL, 
	seen_at INTEGER NOT NULL, 
	ended BOOLEAN NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE notice_marks (
	person VARCHAR(128) NOT NULL, 
	notice VARCHAR(32) NOT NULL, 
	PRIMARY KEY (person, notice)
);
CREATE TABLE notices (
	"key" VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	subject VARCHAR(128) NOT NULL, 
	became VARCHAR(128) NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	told_at INTEGER NOT NULL, 
	over BOOLEAN NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (number)
);
CREATE TABLE presence (
	session VARCHAR(128) NOT NULL, 
	person VARCHAR(128) NOT NULL, 
	seen_at INTEGER NOT NULL, 
	here BOOLEAN NOT NULL, 
	partakes BOOLEAN NOT NULL, 
	finished VARCHAR(32) NOT NULL, 
	PRIMARY KEY (session, person)
);
CREATE INDEX ix_logins_person ON logins (person);
CREATE INDEX ix_audit_kind_sequence ON audit (kind, sequence);
CREATE INDEX ix_dispatches_state_due_at ON dispatches (state, due_at);
COMMIT;
