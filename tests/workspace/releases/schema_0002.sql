BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
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
INSERT INTO "audit" VALUES(1,'2026-11-26T05:48:13.519227+00:00','Liftroom','owner','create','metric','click_through_rate',1,'d9396d280eb370df0931c04bc78d3538318421ee8a65bd2466d1548a221ba8c1','0000000000000000000000000000000000000000000000000000000000000000','810de33ca28c2e621900ec4b3cafe7c1408df684025119c4e09d7d70f98deec6');
INSERT INTO "audit" VALUES(2,'2026-11-26T05:48:13.532671+00:00','Liftroom','owner','create','metric','form_fill_rate',1,'b1b81d0073a762ae794dfdaaa484010d391331b2c05389dbae8372685179ad21','810de33ca28c2e621900ec4b3cafe7c1408df684025119c4e09d7d70f98deec6','92887000b138f817aa33071dd565be4486e9dd857f9c9344ff2ce2693ff7c231');
INSERT INTO "audit" VALUES(3,'2026-11-26T05:48:13.542894+00:00','Liftroom','owner','create','metric','purchase_rate',1,'08595d56f688321d7a2562729070602337bf725c7fcad963e371bbfe444232e0','92887000b138f817aa33071dd565be4486e9dd857f9c9344ff2ce2693ff7c231','9b4841832edcc822eb46d77ba813bbcb9c58e08f71705379dddc9d3af8766b75');
INSERT INTO "audit" VALUES(4,'2026-11-26T05:48:13.544228+00:00','Liftroom','owner','create','metric','revenue_per_user',1,'0572b49096c4b9c33dfb785b7bcfe153d4b9bb0a70e00c3675e03cc7aa8cf2ff','9b4841832edcc822eb46d77ba813bbcb9c58e08f71705379dddc9d3af8766b75','0bd1483952ac0245e4ff0e871f2e5929447961b8f2a979b751b17f73438f8191');
INSERT INTO "audit" VALUES(5,'2026-11-26T05:48:13.558102+00:00','Liftroom','owner','create','metric','average_order_value',1,'4e6a31aad517c109e69c515626b0286fe2a8ad1e73bce713854cd5d2322fd6a2','0bd1483952ac0245e4ff0e871f2e5929447961b8f2a979b751b17f73438f8191','264e6fc0f1f40ad8007efb224bf140fce831e574131b865a838286b9cef77582');
INSERT INTO "audit" VALUES(6,'2026-11-26T05:48:13.559562+00:00','Liftroom','owner','create','metric','clicks_per_view',1,'44c202b3379e6cc14d4b50e33af85b8702248724a6c501b38c98112b6f5cd954','264e6fc0f1f40ad8007efb224bf140fce831e574131b865a838286b9cef77582','33cd747743e70207c74bff60305a40665049bfdf498db0019d764c0f047facdf');
INSERT INTO "audit" VALUES(7,'2026-11-26T05:48:13.560683+00:00','Liftroom','owner','create','metric','unsubscribe_rate',1,'7f874a51745825768f3f8e28a1238c8bad42f020abe85b4495e67e27a3ffaab4','33cd747743e70207c74bff60305a40665049bfdf498db0019d764c0f047facdf','ca5c97b2344b4f58a5bc729e2d441ab1891971961a339cf57ea5913eba6f5c10');
INSERT INTO "audit" VALUES(8,'2026-11-26T05:48:13.574632+00:00','Liftroom','owner','create','metric','satisfaction',1,'5bee15559627b3e18fd5afcbeb0b1e1a86974127e8f4e07427acbaef0b46e59e','ca5c97b2344b4f58a5bc729e2d441ab1891971961a339cf57ea5913eba6f5c10','c098d795c9d423310ce71ef44bdace926c267807c93937367ef1ef1f02f25f68');
INSERT INTO "audit" VALUES(9,'2026-11-26T05:48:13.576175+00:00','Liftroom','owner','create','policy','default',1,'4bacc840353983fac47b2f69dd31aeb5981662e9328229dd405506d42dec5b2d','c098d795c9d423310ce71ef44bdace926c267807c93937367ef1ef1f02f25f68','de96eefd0af1886b1b7cc8bef3441628289631adfac8b976bcd286f867d150db');
INSERT INTO "audit" VALUES(10,'2026-11-26T05:48:13.589124+00:00','Liftroom','owner','create','settings','default',1,'a9e94088673db269b550a96eb34f7ed9b8263a8f2829f1d567f621dd4f350f85','de96eefd0af1886b1b7cc8bef3441628289631adfac8b976bcd286f867d150db','95f6bb7fca57e77e55a2aebf3b672b4d6025c1cd786e07c2e3e074444b065e32');
INSERT INTO "audit" VALUES(11,'2026-11-26T05:48:13.602694+00:00','Linh Đặng','admin','create','metric','spam',1,'739a51ea41e76a0c9ebb7064e3b299a503b969d2874e2e4ca02f15574add82a0','95f6bb7fca57e77e55a2aebf3b672b4d6025c1cd786e07c2e3e074444b065e32','a9c153ef93b287eead6dd887794c6e32640fdf1aaf6100c5e2cfeb474815fd4c');
INSERT INTO "audit" VALUES(12,'2026-11-26T05:48:13.615342+00:00','Linh Đặng','admin','create','experiment','banner',1,'07121f9ffda4e661d9488af80068a62738e546c06de0609f7aeaf86c9c08f38e','a9c153ef93b287eead6dd887794c6e32640fdf1aaf6100c5e2cfeb474815fd4c','3975a2fecaf1f134829f04119b5f7d801a6cf421607a14c8c93ae493e1c29e10');
INSERT INTO "audit" VALUES(13,'2026-11-26T05:48:13.623009+00:00','Linh Đặng','admin','edit','experiment','banner',2,'4bb4bdf21f0e6cac1ff45f265c802edaf749783f80afed5009d9a184f8a09c97','3975a2fecaf1f134829f04119b5f7d801a6cf421607a14c8c93ae493e1c29e10','b41d4243196307f343c19e60aa6be54803c6ea02e318d8ad4efd25e01f51f34e');
INSERT INTO "audit" VALUES(14,'2026-11-26T05:48:13.642645+00:00','Linh Đặng','admin','create','mapping','0f3a',1,'23db361cabeeaca4e624cc849d01894c89354c71b1bc62dbdbeafebd14938999','b41d4243196307f343c19e60aa6be54803c6ea02e318d8ad4efd25e01f51f34e','f01d74cd126ea9bdbc91e1a2e979aebc31738419dac737ec8416d6ccb0d62772');
INSERT INTO "audit" VALUES(15,'2026-11-26T05:48:13.654935+00:00','Linh Đặng','admin','unveil','unveiling','banner',1,'b29bf2879bab2b2349eb14eff07917235d43131ab5cd99f84f0fca7c6da6fccd','f01d74cd126ea9bdbc91e1a2e979aebc31738419dac737ec8416d6ccb0d62772','eff3e8535a14f74c4f153507272a96205d4e788c24b9bd6f015577e5e2547f33');
CREATE TABLE document_history (
	kind VARCHAR(32) NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	author TEXT NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (kind, "key", version)
);
INSERT INTO "document_history" VALUES('metric','click_through_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"click","fold":"any","key":"click_through_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Click-through rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T05:48:13.519227+00:00');
INSERT INTO "document_history" VALUES('metric','form_fill_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"form_fill","fold":"any","key":"form_fill_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Form-fill rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T05:48:13.532671+00:00');
INSERT INTO "document_history" VALUES('metric','purchase_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"any","key":"purchase_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Purchase rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T05:48:13.542894+00:00');
INSERT INTO "document_history" VALUES('metric','revenue_per_user',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"sum","key":"revenue_per_user","matured_only":false,"minimal_interesting_lift":0.01,"name":"Revenue per user","unit":"currency","window_days":null}}','Liftroom','2026-11-26T05:48:13.544228+00:00');
INSERT INTO "document_history" VALUES('metric','average_order_value',1,'{"schema":1,"value":{"cap":null,"denominator_event":"purchase","denominator_fold":"count","direction":"up","event":"purchase","fold":"sum","key":"average_order_value","matured_only":false,"minimal_interesting_lift":0.01,"name":"Average order value","unit":"currency","window_days":null}}','Liftroom','2026-11-26T05:48:13.558102+00:00');
INSERT INTO "document_history" VALUES('metric','clicks_per_view',1,'{"schema":1,"value":{"cap":null,"denominator_event":"view","denominator_fold":"count","direction":"up","event":"click","fold":"count","key":"clicks_per_view","matured_only":false,"minimal_interesting_lift":0.01,"name":"Clicks per view","unit":"number","window_days":null}}','Liftroom','2026-11-26T05:48:13.559562+00:00');
INSERT INTO "document_history" VALUES('metric','unsubscribe_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"unsubscribe","fold":"any","key":"unsubscribe_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Unsubscribe rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T05:48:13.560683+00:00');
INSERT INTO "document_history" VALUES('metric','satisfaction',1,'{"schema":1,"value":{"cap":null,"denominator_event":"satisfaction","denominator_fold":"count","direction":"up","event":"satisfaction","fold":"sum","key":"satisfaction","matured_only":false,"minimal_interesting_lift":0.01,"name":"Satisfaction","unit":"number","window_days":null}}','Liftroom','2026-11-26T05:48:13.574632+00:00');
INSERT INTO "document_history" VALUES('policy','default',1,'{"schema":1,"value":{"allocation_imbalance":2.0,"dominance_warn":0.05,"false_discovery":0.05,"false_ship":0.025,"false_stop":0.025,"guardrail_error":0.05,"harm_minimum_events":20,"level":0.95,"minimum_conversions":25,"minimum_days":7,"minimum_users":100,"skew_limit":0.2,"small_cell":20,"small_segment":10,"split_error":0.001,"split_evidence":1000.0,"split_prior":1000.0,"stale_days":2,"suspicious_lift":0.5,"two_variants_block":0.1,"two_variants_warn":0.01}}','Liftroom','2026-11-26T05:48:13.576175+00:00');
INSERT INTO "document_history" VALUES('settings','default',1,'{"schema":1,"value":{"currency":null,"language":"en","name":"Liftroom","time_zone":"UTC"}}','Liftroom','2026-11-26T05:48:13.589124+00:00');
INSERT INTO "document_history" VALUES('metric','spam',1,'{"schema":1,"value":{"cap":3.5,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"spam","fold":"count","key":"spam","matured_only":true,"minimal_interesting_lift":0.01,"name":"Spam reports","unit":"number","window_days":7}}','Linh Đặng','2026-11-26T05:48:13.602694+00:00');
INSERT INTO "document_history" VALUES('experiment','banner',1,'{"schema":1,"value":{"allocation":[{"starts_on":null,"weights":[0.5,0.25,0.25]},{"starts_on":"2026-03-09","weights":[1,1,1]}],"audience":"","channel":"","currency":"VND","ended_on":"2026-04-10","extensions":[{"decided_on":"2026-03-20","planned_end":"2026-03-29"}],"hypothesis":"First thought","inference":null,"key":"banner","metrics":[{"margin":null,"metric":"purchase_rate","role":"primary"},{"margin":0.1,"metric":"spam","role":"guardrail"}],"minimal_interesting_lift":null,"name":"Banner \u00b7 \u0110\u00e0 N\u1eb5ng","owner":"","planned_end":"2026-04-12","planned_users":null,"sample":false,"starts_on":"2026-03-02","status":"ended","time_zone":"Asia/Ho_Chi_Minh","variants":["control","warm","cold"]}}','Linh Đặng','2026-11-26T05:48:13.615342+00:00');
INSERT INTO "document_history" VALUES('experiment','banner',2,'{"schema":1,"value":{"allocation":[{"starts_on":null,"weights":[0.5,0.25,0.25]},{"starts_on":"2026-03-09","weights":[1,1,1]}],"audience":"","channel":"","currency":"VND","ended_on":"2026-04-10","extensions":[{"decided_on":"2026-03-20","planned_end":"2026-03-29"}],"hypothesis":"A warm greeting\nsells \u201cmore\u201d.","inference":null,"key":"banner","metrics":[{"margin":null,"metric":"purchase_rate","role":"primary"},{"margin":0.1,"metric":"spam","role":"guardrail"}],"minimal_interesting_lift":null,"name":"Banner \u00b7 \u0110\u00e0 N\u1eb5ng","owner":"","planned_end":"2026-04-12","planned_users":null,"sample":false,"starts_on":"2026-03-02","status":"ended","time_zone":"Asia/Ho_Chi_Minh","variants":["control","warm","cold"]}}','Linh Đặng','2026-11-26T05:48:13.623009+00:00');
INSERT INTO "document_history" VALUES('mapping','0f3a',1,'{"schema":1,"value":{"columns":{"user_id":"Kh\u00e1ch h\u00e0ng"},"shape":"users"}}','Linh Đặng','2026-11-26T05:48:13.642645+00:00');
INSERT INTO "document_history" VALUES('unveiling','banner',1,'{"schema":1,"value":{"experiment":"banner","reason":"Budget day"}}','Linh Đặng','2026-11-26T05:48:13.654935+00:00');
CREATE TABLE documents (
	kind VARCHAR(32) NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	author TEXT NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (kind, "key")
);
INSERT INTO "documents" VALUES('metric','click_through_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"click","fold":"any","key":"click_through_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Click-through rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T05:48:13.519227+00:00');
INSERT INTO "documents" VALUES('metric','form_fill_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"form_fill","fold":"any","key":"form_fill_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Form-fill rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T05:48:13.532671+00:00');
INSERT INTO "documents" VALUES('metric','purchase_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"any","key":"purchase_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Purchase rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T05:48:13.542894+00:00');
INSERT INTO "documents" VALUES('metric','revenue_per_user',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"sum","key":"revenue_per_user","matured_only":false,"minimal_interesting_lift":0.01,"name":"Revenue per user","unit":"currency","window_days":null}}','Liftroom','2026-11-26T05:48:13.544228+00:00');
INSERT INTO "documents" VALUES('metric','average_order_value',1,'{"schema":1,"value":{"cap":null,"denominator_event":"purchase","denominator_fold":"count","direction":"up","event":"purchase","fold":"sum","key":"average_order_value","matured_only":false,"minimal_interesting_lift":0.01,"name":"Average order value","unit":"currency","window_days":null}}','Liftroom','2026-11-26T05:48:13.558102+00:00');
INSERT INTO "documents" VALUES('metric','clicks_per_view',1,'{"schema":1,"value":{"cap":null,"denominator_event":"view","denominator_fold":"count","direction":"up","event":"click","fold":"count","key":"clicks_per_view","matured_only":false,"minimal_interesting_lift":0.01,"name":"Clicks per view","unit":"number","window_days":null}}','Liftroom','2026-11-26T05:48:13.559562+00:00');
INSERT INTO "documents" VALUES('metric','unsubscribe_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"unsubscribe","fold":"any","key":"unsubscribe_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Unsubscribe rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T05:48:13.560683+00:00');
INSERT INTO "documents" VALUES('metric','satisfaction',1,'{"schema":1,"value":{"cap":null,"denominator_event":"satisfaction","denominator_fold":"count","direction":"up","event":"satisfaction","fold":"sum","key":"satisfaction","matured_only":false,"minimal_interesting_lift":0.01,"name":"Satisfaction","unit":"number","window_days":null}}','Liftroom','2026-11-26T05:48:13.574632+00:00');
INSERT INTO "documents" VALUES('policy','default',1,'{"schema":1,"value":{"allocation_imbalance":2.0,"dominance_warn":0.05,"false_discovery":0.05,"false_ship":0.025,"false_stop":0.025,"guardrail_error":0.05,"harm_minimum_events":20,"level":0.95,"minimum_conversions":25,"minimum_days":7,"minimum_users":100,"skew_limit":0.2,"small_cell":20,"small_segment":10,"split_error":0.001,"split_evidence":1000.0,"split_prior":1000.0,"stale_days":2,"suspicious_lift":0.5,"two_variants_block":0.1,"two_variants_warn":0.01}}','Liftroom','2026-11-26T05:48:13.576175+00:00');
INSERT INTO "documents" VALUES('settings','default',1,'{"schema":1,"value":{"currency":null,"language":"en","name":"Liftroom","time_zone":"UTC"}}','Liftroom','2026-11-26T05:48:13.589124+00:00');
INSERT INTO "documents" VALUES('metric','spam',1,'{"schema":1,"value":{"cap":3.5,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"spam","fold":"count","key":"spam","matured_only":true,"minimal_interesting_lift":0.01,"name":"Spam reports","unit":"number","window_days":7}}','Linh Đặng','2026-11-26T05:48:13.602694+00:00');
INSERT INTO "documents" VALUES('experiment','banner',2,'{"schema":1,"value":{"allocation":[{"starts_on":null,"weights":[0.5,0.25,0.25]},{"starts_on":"2026-03-09","weights":[1,1,1]}],"audience":"","channel":"","currency":"VND","ended_on":"2026-04-10","extensions":[{"decided_on":"2026-03-20","planned_end":"2026-03-29"}],"hypothesis":"A warm greeting\nsells \u201cmore\u201d.","inference":null,"key":"banner","metrics":[{"margin":null,"metric":"purchase_rate","role":"primary"},{"margin":0.1,"metric":"spam","role":"guardrail"}],"minimal_interesting_lift":null,"name":"Banner \u00b7 \u0110\u00e0 N\u1eb5ng","owner":"","planned_end":"2026-04-12","planned_users":null,"sample":false,"starts_on":"2026-03-02","status":"ended","time_zone":"Asia/Ho_Chi_Minh","variants":["control","warm","cold"]}}','Linh Đặng','2026-11-26T05:48:13.623009+00:00');
INSERT INTO "documents" VALUES('mapping','0f3a',1,'{"schema":1,"value":{"columns":{"user_id":"Kh\u00e1ch h\u00e0ng"},"shape":"users"}}','Linh Đặng','2026-11-26T05:48:13.642645+00:00');
INSERT INTO "documents" VALUES('unveiling','banner',1,'{"schema":1,"value":{"experiment":"banner","reason":"Budget day"}}','Linh Đặng','2026-11-26T05:48:13.654935+00:00');
CREATE TABLE logins (
	"key" VARCHAR(64) NOT NULL, 
	person VARCHAR(128) NOT NULL, 
	began_at INTEGER NOT NULL, 
	seen_at INTEGER NOT NULL, 
	ended BOOLEAN NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE INDEX ix_logins_person ON logins (person);
COMMIT;
