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
INSERT INTO "audit" VALUES(1,'2026-11-26T10:00:22.346449+00:00','Liftroom','owner','create','metric','click_through_rate',1,'d9396d280eb370df0931c04bc78d3538318421ee8a65bd2466d1548a221ba8c1','0000000000000000000000000000000000000000000000000000000000000000','1f799e63f50d346cbef98a1f53051232beb751ab022b941cee0830b1a06020dd');
INSERT INTO "audit" VALUES(2,'2026-11-26T10:00:22.367782+00:00','Liftroom','owner','create','metric','form_fill_rate',1,'b1b81d0073a762ae794dfdaaa484010d391331b2c05389dbae8372685179ad21','1f799e63f50d346cbef98a1f53051232beb751ab022b941cee0830b1a06020dd','88bfa111ba43757fb41d502429045a61893422d0a9af00498fa2dd546fb45eb1');
INSERT INTO "audit" VALUES(3,'2026-11-26T10:00:22.377955+00:00','Liftroom','owner','create','metric','purchase_rate',1,'08595d56f688321d7a2562729070602337bf725c7fcad963e371bbfe444232e0','88bfa111ba43757fb41d502429045a61893422d0a9af00498fa2dd546fb45eb1','2bff9c3c11cdf55d06b591021728fcd5a43ccf1766d40dd0a22152373b6bd59c');
INSERT INTO "audit" VALUES(4,'2026-11-26T10:00:22.380061+00:00','Liftroom','owner','create','metric','revenue_per_user',1,'0572b49096c4b9c33dfb785b7bcfe153d4b9bb0a70e00c3675e03cc7aa8cf2ff','2bff9c3c11cdf55d06b591021728fcd5a43ccf1766d40dd0a22152373b6bd59c','423ea23aa3d7f7aac8df234c2b93f2b56b4e36611fad943469d4fc15cd53e4c3');
INSERT INTO "audit" VALUES(5,'2026-11-26T10:00:22.394155+00:00','Liftroom','owner','create','metric','average_order_value',1,'4e6a31aad517c109e69c515626b0286fe2a8ad1e73bce713854cd5d2322fd6a2','423ea23aa3d7f7aac8df234c2b93f2b56b4e36611fad943469d4fc15cd53e4c3','c40f5ffe84a671b30154c62e46d7620807e11a9fbd46a9076961c700fd1a1743');
INSERT INTO "audit" VALUES(6,'2026-11-26T10:00:22.396229+00:00','Liftroom','owner','create','metric','clicks_per_view',1,'44c202b3379e6cc14d4b50e33af85b8702248724a6c501b38c98112b6f5cd954','c40f5ffe84a671b30154c62e46d7620807e11a9fbd46a9076961c700fd1a1743','cca3de1ba859c949d4b1c7ffb511e870575a9743f0a220b296ee45396f0e94d0');
INSERT INTO "audit" VALUES(7,'2026-11-26T10:00:22.530685+00:00','Liftroom','owner','create','metric','unsubscribe_rate',1,'7f874a51745825768f3f8e28a1238c8bad42f020abe85b4495e67e27a3ffaab4','cca3de1ba859c949d4b1c7ffb511e870575a9743f0a220b296ee45396f0e94d0','cfd965604c882b69ac558895fec0b480d876ae7f2434fe12b04fcda6a679043d');
INSERT INTO "audit" VALUES(8,'2026-11-26T10:00:22.532720+00:00','Liftroom','owner','create','metric','satisfaction',1,'5bee15559627b3e18fd5afcbeb0b1e1a86974127e8f4e07427acbaef0b46e59e','cfd965604c882b69ac558895fec0b480d876ae7f2434fe12b04fcda6a679043d','5265e335ea60a07e93665d219dfdd48bdec901f2b9dec2d379cb756835c435a2');
INSERT INTO "audit" VALUES(9,'2026-11-26T10:00:22.543912+00:00','Liftroom','owner','create','policy','default',1,'4bacc840353983fac47b2f69dd31aeb5981662e9328229dd405506d42dec5b2d','5265e335ea60a07e93665d219dfdd48bdec901f2b9dec2d379cb756835c435a2','8820b4f991ce6ecb419f5aaf14c47292067039b385509408306537ec522117b9');
INSERT INTO "audit" VALUES(10,'2026-11-26T10:00:22.559300+00:00','Liftroom','owner','create','settings','default',1,'a9e94088673db269b550a96eb34f7ed9b8263a8f2829f1d567f621dd4f350f85','8820b4f991ce6ecb419f5aaf14c47292067039b385509408306537ec522117b9','fc55553df01bb471533b8d591a99e6cf1db94619e50ef7b4fa23756992f7e55e');
INSERT INTO "audit" VALUES(11,'2026-11-26T10:00:22.578535+00:00','Linh Đặng','admin','create','metric','spam',1,'739a51ea41e76a0c9ebb7064e3b299a503b969d2874e2e4ca02f15574add82a0','fc55553df01bb471533b8d591a99e6cf1db94619e50ef7b4fa23756992f7e55e','b268f5b7c20ac3c905271eef36a9eaa726fb1e63b293f86184f068d5078fe9a8');
INSERT INTO "audit" VALUES(12,'2026-11-26T10:00:22.596528+00:00','Linh Đặng','admin','create','experiment','banner',1,'07121f9ffda4e661d9488af80068a62738e546c06de0609f7aeaf86c9c08f38e','b268f5b7c20ac3c905271eef36a9eaa726fb1e63b293f86184f068d5078fe9a8','83c3b63f007396abdb60ca8236a659bbac808c99812d4ad4401ea383de55a841');
INSERT INTO "audit" VALUES(13,'2026-11-26T10:00:22.648202+00:00','Linh Đặng','admin','edit','experiment','banner',2,'4bb4bdf21f0e6cac1ff45f265c802edaf749783f80afed5009d9a184f8a09c97','83c3b63f007396abdb60ca8236a659bbac808c99812d4ad4401ea383de55a841','67e3cfddc5be075f89716f43982e6f677f9e8fe50751e9d1889922bc117dc268');
INSERT INTO "audit" VALUES(14,'2026-11-26T10:00:22.690879+00:00','Linh Đặng','admin','create','mapping','0f3a',1,'23db361cabeeaca4e624cc849d01894c89354c71b1bc62dbdbeafebd14938999','67e3cfddc5be075f89716f43982e6f677f9e8fe50751e9d1889922bc117dc268','7168e96c9c424638e66a01184555d4739326aed2b7095b70ded8e914ae325ff9');
INSERT INTO "audit" VALUES(15,'2026-11-26T10:00:22.700078+00:00','Linh Đặng','admin','unveil','unveiling','banner',1,'b29bf2879bab2b2349eb14eff07917235d43131ab5cd99f84f0fca7c6da6fccd','7168e96c9c424638e66a01184555d4739326aed2b7095b70ded8e914ae325ff9','233a0e92e4e4466c9f9240ea73c4271f271904b73f8edcac22f4a7ac002e194b');
INSERT INTO "audit" VALUES(16,'2026-11-26T10:00:22.723717+00:00','Linh Đặng','admin','create','session','VCY7dvWYJU-PfgAQsVLvLQ',1,'2fc0611fc0a4be3aab3f6a1b6718397dc4c5fa8bcadbeed7f58b2e2476172ca0','233a0e92e4e4466c9f9240ea73c4271f271904b73f8edcac22f4a7ac002e194b','61e90ff2de4cbd1bbb4b593d8f5277568bbfa401f9a661f0decd89c7803d8f89');
INSERT INTO "audit" VALUES(17,'2026-11-26T10:00:22.805718+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',2,'28852ac4467190580bca071a73a8d34c8ec8cad7817ef770d5a426886d901273','61e90ff2de4cbd1bbb4b593d8f5277568bbfa401f9a661f0decd89c7803d8f89','0a5588a9bec0bd51ec1961072f14354d474c7adbe02f2289c996f8816c03d9a2');
INSERT INTO "audit" VALUES(18,'2026-11-26T10:00:22.820287+00:00','Linh Đặng','admin','create','forecast','VCY7dvWYJU-PfgAQsVLvLQ/2d7f816e0e4ea4e799554389bac89f6e2af7dfea',1,'a1b56fb94d48e310e53f1f99c7408704114f8bddee7970968d8ce5d68b357895','0a5588a9bec0bd51ec1961072f14354d474c7adbe02f2289c996f8816c03d9a2','5029e51949af997f45ead1802eb4aeb2f2e84dae22f11d68d7ed75b7c070bfe3');
INSERT INTO "audit" VALUES(19,'2026-11-26T10:00:22.918365+00:00','Linh Đặng','admin','create','snapshot','VCY7dvWYJU-PfgAQsVLvLQ/banner',1,'c9bc5250f9f522be6fc6a2a0f476c4a4fa0453be3e345a70fcd9be7fa611ca73','5029e51949af997f45ead1802eb4aeb2f2e84dae22f11d68d7ed75b7c070bfe3','14c1dc5c0cc69311891a067d25b1d6f2478109d6781fc9f27ddfbdaefb5200ed');
INSERT INTO "audit" VALUES(20,'2026-11-26T10:00:22.930057+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',3,'ebe8c0c9e4a166bc4ccb2e5236b8cd41a69d71664067699c60c59579151b4e2b','14c1dc5c0cc69311891a067d25b1d6f2478109d6781fc9f27ddfbdaefb5200ed','1ce0f09d2202f3808ba0d47613336607b69a0ceff318898a6e2ace4bc68cbf0b');
INSERT INTO "audit" VALUES(21,'2026-11-26T10:00:22.963420+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',4,'f4d38b1e7b6551803099a8cb3676c217f4428b2eaef6024362081eb086bf36da','1ce0f09d2202f3808ba0d47613336607b69a0ceff318898a6e2ace4bc68cbf0b','26cfe7b9fabcd3d98df3bc0cf0ac4af3505e4d150a9a5c12723b9803b9d550a1');
INSERT INTO "audit" VALUES(22,'2026-11-26T10:00:22.992031+00:00','Linh Đặng','admin','create','card','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw',1,'8e6ef8591fd03952da71811f2595008aeb33edcc91b5afc6c52d8c299d8cf009','26cfe7b9fabcd3d98df3bc0cf0ac4af3505e4d150a9a5c12723b9803b9d550a1','f1c165c67d1922f88fc4e56c3fea9b0a5306b2c55ca2e00887f8071ff0209bdc');
INSERT INTO "audit" VALUES(23,'2026-11-26T10:00:23.044764+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',5,'3d3046648aafa554a91f697c20172fc9f8b9cee42e72c337cb3fc32e9491d837','f1c165c67d1922f88fc4e56c3fea9b0a5306b2c55ca2e00887f8071ff0209bdc','5b70f2ffc5fe13535e48206f92d0da3faeb12245208bf360985c99bcecb4ba9d');
INSERT INTO "audit" VALUES(24,'2026-11-26T10:00:23.101996+00:00','Linh Đặng','admin','create','topic','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw',1,'4f856cdb127b00d162a71c297a9594c0d802dd8bee77e5f1b0443b24e8f2c7b1','5b70f2ffc5fe13535e48206f92d0da3faeb12245208bf360985c99bcecb4ba9d','1f81e75f953005feecea1df6be7ac29b91e4f30715eac3a68425ba1c7dfe53d7');
INSERT INTO "audit" VALUES(25,'2026-11-26T10:00:23.148543+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',6,'86c101e9ffe61f6a27f4a3e85cda23a07966f6c9cc73f578cf0504c7bbc08807','1f81e75f953005feecea1df6be7ac29b91e4f30715eac3a68425ba1c7dfe53d7','7681f461deba859cec16bef6842c36fde149670c29949aec06ef0599e48ac2a3');
INSERT INTO "audit" VALUES(26,'2026-11-26T10:00:23.198305+00:00','Linh Đặng','admin','create','ballot','VCY7dvWYJU-PfgAQsVLvLQ/owner',1,'3a39dd480c73f88a96c14a0934e2756f8374ba0f3a08a6126087fa9a90fcafc1','7681f461deba859cec16bef6842c36fde149670c29949aec06ef0599e48ac2a3','bc68de30ebcf9cdaad463338624549886caeb2b31c85d75f8540a5525d633929');
INSERT INTO "audit" VALUES(27,'2026-11-26T10:00:23.248318+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',7,'1bf9ac3dc3e5ae7686e4cd32c075c1e89367846c9784b707d95c67032a3b6673','bc68de30ebcf9cdaad463338624549886caeb2b31c85d75f8540a5525d633929','7f907039c908c71a38644f71c5862690bebb57ea3bd25605763e003809f92ee8');
INSERT INTO "audit" VALUES(28,'2026-11-26T10:00:23.276335+00:00','Linh Đặng','admin','create','note','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw',1,'faab0bf978e801a39a03598eeca95ad9b8ef7ed7cc9b2c8ed0b3512436c484ac','7f907039c908c71a38644f71c5862690bebb57ea3bd25605763e003809f92ee8','22d612377dc32260f56832d32543e4fcd82fc678b046f061652edf593d8e8777');
INSERT INTO "audit" VALUES(29,'2026-11-26T10:00:23.339697+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',8,'94755076f9edf960f94ae9c21c1172a38e0cbc332681bc27cdea114a000608ca','22d612377dc32260f56832d32543e4fcd82fc678b046f061652edf593d8e8777','651f4fe72091e9235710158edc112f021a7d8d2d89e750318f3375087d88064d');
INSERT INTO "audit" VALUES(30,'2026-11-26T10:00:23.368803+00:00','Linh Đặng','admin','create','decision','VCY7dvWYJU-PfgAQsVLvLQ/banner',1,'90fafe2fdfb5fd964606ca870cd608b82f7cda37f55d4e7bd57da4da1f4ccd8c','651f4fe72091e9235710158edc112f021a7d8d2d89e750318f3375087d88064d','9195b4d5c7a301d8dc947b701f55bbd1608f024d1375b3e21231ba602ee75b8b');
INSERT INTO "audit" VALUES(31,'2026-11-26T10:00:23.436514+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',9,'e9f6e41ed182c476295fce5eec6c3d0a69411e3e0eea34aa5b590e373f1bfdcf','9195b4d5c7a301d8dc947b701f55bbd1608f024d1375b3e21231ba602ee75b8b','529f7157e15dbf774d5715d137d2da354f9b09031d9a917fd71c76f9e761fd25');
INSERT INTO "audit" VALUES(32,'2026-11-26T10:00:23.475685+00:00','Linh Đặng','admin','create','action','B-zPPR4WqyKeyJ3SdVyayQ',1,'ec17cd358e9d6cce60592fec8486651e70e40e9e00c20fd42d3594f7b4ce4694','529f7157e15dbf774d5715d137d2da354f9b09031d9a917fd71c76f9e761fd25','88e86257874a349a2e05819d991173931303eead300dc5f7e70e373fa79d2b87');
INSERT INTO "audit" VALUES(33,'2026-11-26T10:00:23.551680+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',10,'6ff85e518e7a232c47aae094c1c62b6869585172492391810471beb420c3b1b8','88e86257874a349a2e05819d991173931303eead300dc5f7e70e373fa79d2b87','33992238eba3e64ec53737dd4bb40c568ab05586247dbcd018c439db29955741');
INSERT INTO "audit" VALUES(34,'2026-11-26T10:00:23.564786+00:00','Linh Đặng','admin','create','note','VCY7dvWYJU-PfgAQsVLvLQ/improvement',1,'7d18ffff565de1d60021dcb822714dd3fe34f19038f18065bc5f7232ed7e1a10','33992238eba3e64ec53737dd4bb40c568ab05586247dbcd018c439db29955741','970ba9e063f4b0ced0efb1b86fec5d2844d9e3e7f629d84241d9f246dd44702f');
INSERT INTO "audit" VALUES(35,'2026-11-26T10:00:23.616489+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',11,'ec6867f645c1a7cbefc5193184423bbab1fdcfd423b0cdb780891adc8f54c5bf','970ba9e063f4b0ced0efb1b86fec5d2844d9e3e7f629d84241d9f246dd44702f','197e70719b4011c9c6c0deb97f0795d45d5cf280eac4a9ddbd0c9d4eca31c671');
INSERT INTO "audit" VALUES(36,'2026-11-26T10:00:23.670008+00:00','Linh Đặng','admin','move','session','VCY7dvWYJU-PfgAQsVLvLQ',12,'40796367074551e79ec9305fc3119ec30990533fd2e284ea019174980f5ed52a','197e70719b4011c9c6c0deb97f0795d45d5cf280eac4a9ddbd0c9d4eca31c671','0bb6eabf0602a3906d4451a8f1048ad84738b4c9ebface60605a7757c38b97d2');
INSERT INTO "audit" VALUES(37,'2026-11-26T10:00:23.693597+00:00','Linh Đặng','admin','create','learning','LLLLLLLLLLLLLLLLLLLLLL',1,'bbea03656ee483c96dc13407081190bb5ece1df05225afc00eb99c31507f9158','0bb6eabf0602a3906d4451a8f1048ad84738b4c9ebface60605a7757c38b97d2','82fb2f622e84d0ed03954923581353c49052c1be1b5fe14821fd61cb76a36119');
INSERT INTO "audit" VALUES(38,'2026-11-26T10:00:23.713248+00:00','Linh Đặng','admin','edit','learning','LLLLLLLLLLLLLLLLLLLLLL',2,'ca666f0e56f2ec0c4c759fdcd1f5bdac88376c72f3dad27e7c09b9cb947d8f49','82fb2f622e84d0ed03954923581353c49052c1be1b5fe14821fd61cb76a36119','b6d52b9e0e8f796e83b639f7a31b758ab87c91b53e4b293a52359b2ac8beeeb4');
INSERT INTO "audit" VALUES(39,'2026-11-26T10:00:23.724823+00:00','Linh Đặng','admin','create','practice','PPPPPPPPPPPPPPPPPPPPPP',1,'9afa8baa4f6e11d2b934f54ea3d20decf2c4129a552f729b9662bc42d62c8b8a','b6d52b9e0e8f796e83b639f7a31b758ab87c91b53e4b293a52359b2ac8beeeb4','00ab47dea57048fe0ac437981d60f2fe48d63788b8ca71916542240198dafdc0');
INSERT INTO "audit" VALUES(40,'2026-11-26T10:00:23.742006+00:00','Linh Đặng','admin','create','webhook','default',1,'8fc92f0cc757b58c54d082550c160ea221790619ee8262a4b7e1a0a4ca46caa6','00ab47dea57048fe0ac437981d60f2fe48d63788b8ca71916542240198dafdc0','dc6095bf1e5f444592f366e31b48669a9696272548d763d05d564bfd549875b6');
CREATE TABLE clocks (
	session VARCHAR(128) NOT NULL, 
	number INTEGER NOT NULL, 
	PRIMARY KEY (session)
);
INSERT INTO "clocks" VALUES('VCY7dvWYJU-PfgAQsVLvLQ',20);
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
INSERT INTO "dispatches" VALUES('msg_afdf1ee3fc15424ea2d198dae69af65c','health_alarm','banner','{}',1772700000,1772700000,1,'',0,'arrived',204,NULL);
CREATE TABLE document_history (
	kind VARCHAR(32) NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	author TEXT NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (kind, "key", version)
);
INSERT INTO "document_history" VALUES('metric','click_through_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"click","fold":"any","key":"click_through_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Click-through rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T10:00:22.346449+00:00');
INSERT INTO "document_history" VALUES('metric','form_fill_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"form_fill","fold":"any","key":"form_fill_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Form-fill rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T10:00:22.367782+00:00');
INSERT INTO "document_history" VALUES('metric','purchase_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"any","key":"purchase_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Purchase rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T10:00:22.377955+00:00');
INSERT INTO "document_history" VALUES('metric','revenue_per_user',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"sum","key":"revenue_per_user","matured_only":false,"minimal_interesting_lift":0.01,"name":"Revenue per user","unit":"currency","window_days":null}}','Liftroom','2026-11-26T10:00:22.380061+00:00');
INSERT INTO "document_history" VALUES('metric','average_order_value',1,'{"schema":1,"value":{"cap":null,"denominator_event":"purchase","denominator_fold":"count","direction":"up","event":"purchase","fold":"sum","key":"average_order_value","matured_only":false,"minimal_interesting_lift":0.01,"name":"Average order value","unit":"currency","window_days":null}}','Liftroom','2026-11-26T10:00:22.394155+00:00');
INSERT INTO "document_history" VALUES('metric','clicks_per_view',1,'{"schema":1,"value":{"cap":null,"denominator_event":"view","denominator_fold":"count","direction":"up","event":"click","fold":"count","key":"clicks_per_view","matured_only":false,"minimal_interesting_lift":0.01,"name":"Clicks per view","unit":"number","window_days":null}}','Liftroom','2026-11-26T10:00:22.396229+00:00');
INSERT INTO "document_history" VALUES('metric','unsubscribe_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"unsubscribe","fold":"any","key":"unsubscribe_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Unsubscribe rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T10:00:22.530685+00:00');
INSERT INTO "document_history" VALUES('metric','satisfaction',1,'{"schema":1,"value":{"cap":null,"denominator_event":"satisfaction","denominator_fold":"count","direction":"up","event":"satisfaction","fold":"sum","key":"satisfaction","matured_only":false,"minimal_interesting_lift":0.01,"name":"Satisfaction","unit":"number","window_days":null}}','Liftroom','2026-11-26T10:00:22.532720+00:00');
INSERT INTO "document_history" VALUES('policy','default',1,'{"schema":1,"value":{"allocation_imbalance":2.0,"dominance_warn":0.05,"false_discovery":0.05,"false_ship":0.025,"false_stop":0.025,"guardrail_error":0.05,"harm_minimum_events":20,"level":0.95,"minimum_conversions":25,"minimum_days":7,"minimum_users":100,"skew_limit":0.2,"small_cell":20,"small_segment":10,"split_error":0.001,"split_evidence":1000.0,"split_prior":1000.0,"stale_days":2,"suspicious_lift":0.5,"two_variants_block":0.1,"two_variants_warn":0.01}}','Liftroom','2026-11-26T10:00:22.543912+00:00');
INSERT INTO "document_history" VALUES('settings','default',1,'{"schema":1,"value":{"currency":null,"language":"en","name":"Liftroom","time_zone":"UTC"}}','Liftroom','2026-11-26T10:00:22.559300+00:00');
INSERT INTO "document_history" VALUES('metric','spam',1,'{"schema":1,"value":{"cap":3.5,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"spam","fold":"count","key":"spam","matured_only":true,"minimal_interesting_lift":0.01,"name":"Spam reports","unit":"number","window_days":7}}','Linh Đặng','2026-11-26T10:00:22.578535+00:00');
INSERT INTO "document_history" VALUES('experiment','banner',1,'{"schema":1,"value":{"allocation":[{"starts_on":null,"weights":[0.5,0.25,0.25]},{"starts_on":"2026-03-09","weights":[1,1,1]}],"audience":"","channel":"","currency":"VND","ended_on":"2026-04-10","extensions":[{"decided_on":"2026-03-20","planned_end":"2026-03-29"}],"hypothesis":"First thought","inference":null,"key":"banner","metrics":[{"margin":null,"metric":"purchase_rate","role":"primary"},{"margin":0.1,"metric":"spam","role":"guardrail"}],"minimal_interesting_lift":null,"name":"Banner \u00b7 \u0110\u00e0 N\u1eb5ng","owner":"","planned_end":"2026-04-12","planned_users":null,"sample":false,"starts_on":"2026-03-02","status":"ended","time_zone":"Asia/Ho_Chi_Minh","variants":["control","warm","cold"]}}','Linh Đặng','2026-11-26T10:00:22.596528+00:00');
INSERT INTO "document_history" VALUES('experiment','banner',2,'{"schema":1,"value":{"allocation":[{"starts_on":null,"weights":[0.5,0.25,0.25]},{"starts_on":"2026-03-09","weights":[1,1,1]}],"audience":"","channel":"","currency":"VND","ended_on":"2026-04-10","extensions":[{"decided_on":"2026-03-20","planned_end":"2026-03-29"}],"hypothesis":"A warm greeting\nsells \u201cmore\u201d.","inference":null,"key":"banner","metrics":[{"margin":null,"metric":"purchase_rate","role":"primary"},{"margin":0.1,"metric":"spam","role":"guardrail"}],"minimal_interesting_lift":null,"name":"Banner \u00b7 \u0110\u00e0 N\u1eb5ng","owner":"","planned_end":"2026-04-12","planned_users":null,"sample":false,"starts_on":"2026-03-02","status":"ended","time_zone":"Asia/Ho_Chi_Minh","variants":["control","warm","cold"]}}','Linh Đặng','2026-11-26T10:00:22.648202+00:00');
INSERT INTO "document_history" VALUES('mapping','0f3a',1,'{"schema":1,"value":{"columns":{"user_id":"Kh\u00e1ch h\u00e0ng"},"shape":"users"}}','Linh Đặng','2026-11-26T10:00:22.690879+00:00');
INSERT INTO "document_history" VALUES('unveiling','banner',1,'{"schema":1,"value":{"experiment":"banner","reason":"Budget day"}}','Linh Đặng','2026-11-26T10:00:22.700078+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',1,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"agenda","phase_began_at":"2026-11-26T10:00:22.722787+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T10:00:22.723717+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',2,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"forecast","phase_began_at":"2026-11-26T10:00:22.791677+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T10:00:22.805718+00:00');
INSERT INTO "document_history" VALUES('forecast','VCY7dvWYJU-PfgAQsVLvLQ/2d7f816e0e4ea4e799554389bac89f6e2af7dfea',1,'{"salt":"254680b951df4ea410526dd0033e790a","schema":1,"value":{"chance":0.7,"declined":false,"experiment":"banner","high":0.06,"low":-0.01,"person":""}}','Linh Đặng','2026-11-26T10:00:22.820287+00:00');
INSERT INTO "document_history" VALUES('snapshot','VCY7dvWYJU-PfgAQsVLvLQ/banner',1,'{"schema":1,"value":{"figures":{},"fingerprint":"0f3a","policy":{},"schema":1,"verdict":{"kind":"ship"}}}','Linh Đặng','2026-11-26T10:00:22.918365+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',3,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"reveal","phase_began_at":"2026-11-26T10:00:22.920176+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T10:00:22.930057+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',4,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"write","phase_began_at":"2026-11-26T10:00:22.962003+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T10:00:22.963420+00:00');
INSERT INTO "document_history" VALUES('card','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw',1,'{"salt":"32d004e63a60b78c2f143213d99e6d22","schema":1,"value":{"number":1,"prompt":"surprised","text":"Ng\u01b0\u1eddi m\u1edbi mua nhi\u1ec1u h\u01a1n","voice":""}}','Linh Đặng','2026-11-26T10:00:22.992031+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',5,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"group","phase_began_at":"2026-11-26T10:00:23.043774+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T10:00:23.044764+00:00');
INSERT INTO "document_history" VALUES('topic','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw',1,'{"salt":"480b2817fab7d5c5497acc599709aef2","schema":1,"value":{"name":"Kh\u00e1ch m\u1edbi"}}','Linh Đặng','2026-11-26T10:00:23.101996+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',6,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"vote","phase_began_at":"2026-11-26T10:00:23.147912+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":""}}','Linh Đặng','2026-11-26T10:00:23.148543+00:00');
INSERT INTO "document_history" VALUES('ballot','VCY7dvWYJU-PfgAQsVLvLQ/owner',1,'{"salt":"ac836417ca67a08c0d8aa1da103b75e5","schema":1,"value":{"votes":{"w2gHPXt1xE8yIj3Aze3kdw":1}}}','Linh Đặng','2026-11-26T10:00:23.198305+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',7,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"discuss","phase_began_at":"2026-11-26T10:00:23.235818+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"w2gHPXt1xE8yIj3Aze3kdw"}}','Linh Đặng','2026-11-26T10:00:23.248318+00:00');
INSERT INTO "document_history" VALUES('note','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw',1,'{"salt":"7eec0f6e251db4d20052f44da5036019","schema":1,"value":{"text":"Because of the picture"}}','Linh Đặng','2026-11-26T10:00:23.276335+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',8,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"decide","phase_began_at":"2026-11-26T10:00:23.328318+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"w2gHPXt1xE8yIj3Aze3kdw"}}','Linh Đặng','2026-11-26T10:00:23.339697+00:00');
INSERT INTO "document_history" VALUES('decision','VCY7dvWYJU-PfgAQsVLvLQ/banner',1,'{"salt":"4406cae0f9c8b7d8a51b4b30f12be15d","schema":1,"value":{"choice":"iterate","experiment":"banner","follows":false,"person":"","reason":"The header is next","snapshot":"VCY7dvWYJU-PfgAQsVLvLQ/banner","verdict":"ship"}}','Linh Đặng','2026-11-26T10:00:23.368803+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',9,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"act","phase_began_at":"2026-11-26T10:00:23.435477+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"w2gHPXt1xE8yIj3Aze3kdw"}}','Linh Đặng','2026-11-26T10:00:23.436514+00:00');
INSERT INTO "document_history" VALUES('action','B-zPPR4WqyKeyJ3SdVyayQ',1,'{"schema":1,"value":{"done_on":null,"dropped":false,"due":"2026-05-09","key":"B-zPPR4WqyKeyJ3SdVyayQ","owner":"","session":"VCY7dvWYJU-PfgAQsVLvLQ","text":"Tell sales"}}','Linh Đặng','2026-11-26T10:00:23.475685+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',10,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"improve","phase_began_at":"2026-11-26T10:00:23.550891+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"w2gHPXt1xE8yIj3Aze3kdw"}}','Linh Đặng','2026-11-26T10:00:23.551680+00:00');
INSERT INTO "document_history" VALUES('note','VCY7dvWYJU-PfgAQsVLvLQ/improvement',1,'{"salt":"c5fe0bf16100841cf5bb865f4d73c870","schema":1,"value":{"text":"Start on time."}}','Linh Đặng','2026-11-26T10:00:23.564786+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',11,'{"schema":1,"value":{"anonymous":false,"closed_at":null,"experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"summary","phase_began_at":"2026-11-26T10:00:23.615417+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"w2gHPXt1xE8yIj3Aze3kdw"}}','Linh Đặng','2026-11-26T10:00:23.616489+00:00');
INSERT INTO "document_history" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',12,'{"schema":1,"value":{"anonymous":false,"closed_at":"2026-11-26T10:00:23.659155+00:00","experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"closed","phase_began_at":"2026-11-26T10:00:23.659155+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"w2gHPXt1xE8yIj3Aze3kdw"}}','Linh Đặng','2026-11-26T10:00:23.670008+00:00');
INSERT INTO "document_history" VALUES('learning','LLLLLLLLLLLLLLLLLLLLLL',1,'{"schema":1,"value":{"archived":false,"audience":"kh\u00e1ch m\u1edbi","change":"raises","channel":"email","claim":"A first thought","experiments":["banner"],"key":"LLLLLLLLLLLLLLLLLLLLLL","lever":"warm greeting","metric":"purchase_rate"}}','Linh Đặng','2026-11-26T10:00:23.693597+00:00');
INSERT INTO "document_history" VALUES('learning','LLLLLLLLLLLLLLLLLLLLLL',2,'{"schema":1,"value":{"archived":false,"audience":"kh\u00e1ch m\u1edbi","change":"raises","channel":"email","claim":"Ch\u00e0o \u0111\u00f3n \u1ea5m \u00e1p b\u00e1n \u0111\u01b0\u1ee3c nhi\u1ec1u h\u01a1n","experiments":["banner"],"key":"LLLLLLLLLLLLLLLLLLLLLL","lever":"warm greeting","metric":"purchase_rate"}}','Linh Đặng','2026-11-26T10:00:23.713248+00:00');
INSERT INTO "document_history" VALUES('practice','PPPPPPPPPPPPPPPPPPPPPP',1,'{"schema":1,"value":{"archived":false,"key":"PPPPPPPPPPPPPPPPPPPPPP","learnings":["LLLLLLLLLLLLLLLLLLLLLL"],"text":"Warmly.\nThen say what is new.","title":"Greet people"}}','Linh Đặng','2026-11-26T10:00:23.724823+00:00');
INSERT INTO "document_history" VALUES('webhook','default',1,'{"schema":1,"value":{"base":"https://liftroom.example","host":"hooks.example.com","is_on":true,"kinds":["decision_ready","health_alarm","action_overdue","session_started"],"language":"en","local":false,"seal":"96dc95e063a5c58fecf1ae12e00d11ae"}}','Linh Đặng','2026-11-26T10:00:23.742006+00:00');
CREATE TABLE documents (
	kind VARCHAR(32) NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	author TEXT NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (kind, "key")
);
INSERT INTO "documents" VALUES('metric','click_through_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"click","fold":"any","key":"click_through_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Click-through rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T10:00:22.346449+00:00');
INSERT INTO "documents" VALUES('metric','form_fill_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"form_fill","fold":"any","key":"form_fill_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Form-fill rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T10:00:22.367782+00:00');
INSERT INTO "documents" VALUES('metric','purchase_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"any","key":"purchase_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Purchase rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T10:00:22.377955+00:00');
INSERT INTO "documents" VALUES('metric','revenue_per_user',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"up","event":"purchase","fold":"sum","key":"revenue_per_user","matured_only":false,"minimal_interesting_lift":0.01,"name":"Revenue per user","unit":"currency","window_days":null}}','Liftroom','2026-11-26T10:00:22.380061+00:00');
INSERT INTO "documents" VALUES('metric','average_order_value',1,'{"schema":1,"value":{"cap":null,"denominator_event":"purchase","denominator_fold":"count","direction":"up","event":"purchase","fold":"sum","key":"average_order_value","matured_only":false,"minimal_interesting_lift":0.01,"name":"Average order value","unit":"currency","window_days":null}}','Liftroom','2026-11-26T10:00:22.394155+00:00');
INSERT INTO "documents" VALUES('metric','clicks_per_view',1,'{"schema":1,"value":{"cap":null,"denominator_event":"view","denominator_fold":"count","direction":"up","event":"click","fold":"count","key":"clicks_per_view","matured_only":false,"minimal_interesting_lift":0.01,"name":"Clicks per view","unit":"number","window_days":null}}','Liftroom','2026-11-26T10:00:22.396229+00:00');
INSERT INTO "documents" VALUES('metric','unsubscribe_rate',1,'{"schema":1,"value":{"cap":null,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"unsubscribe","fold":"any","key":"unsubscribe_rate","matured_only":false,"minimal_interesting_lift":0.01,"name":"Unsubscribe rate","unit":"share","window_days":null}}','Liftroom','2026-11-26T10:00:22.530685+00:00');
INSERT INTO "documents" VALUES('metric','satisfaction',1,'{"schema":1,"value":{"cap":null,"denominator_event":"satisfaction","denominator_fold":"count","direction":"up","event":"satisfaction","fold":"sum","key":"satisfaction","matured_only":false,"minimal_interesting_lift":0.01,"name":"Satisfaction","unit":"number","window_days":null}}','Liftroom','2026-11-26T10:00:22.532720+00:00');
INSERT INTO "documents" VALUES('policy','default',1,'{"schema":1,"value":{"allocation_imbalance":2.0,"dominance_warn":0.05,"false_discovery":0.05,"false_ship":0.025,"false_stop":0.025,"guardrail_error":0.05,"harm_minimum_events":20,"level":0.95,"minimum_conversions":25,"minimum_days":7,"minimum_users":100,"skew_limit":0.2,"small_cell":20,"small_segment":10,"split_error":0.001,"split_evidence":1000.0,"split_prior":1000.0,"stale_days":2,"suspicious_lift":0.5,"two_variants_block":0.1,"two_variants_warn":0.01}}','Liftroom','2026-11-26T10:00:22.543912+00:00');
INSERT INTO "documents" VALUES('settings','default',1,'{"schema":1,"value":{"currency":null,"language":"en","name":"Liftroom","time_zone":"UTC"}}','Liftroom','2026-11-26T10:00:22.559300+00:00');
INSERT INTO "documents" VALUES('metric','spam',1,'{"schema":1,"value":{"cap":3.5,"denominator_event":null,"denominator_fold":null,"direction":"down","event":"spam","fold":"count","key":"spam","matured_only":true,"minimal_interesting_lift":0.01,"name":"Spam reports","unit":"number","window_days":7}}','Linh Đặng','2026-11-26T10:00:22.578535+00:00');
INSERT INTO "documents" VALUES('experiment','banner',2,'{"schema":1,"value":{"allocation":[{"starts_on":null,"weights":[0.5,0.25,0.25]},{"starts_on":"2026-03-09","weights":[1,1,1]}],"audience":"","channel":"","currency":"VND","ended_on":"2026-04-10","extensions":[{"decided_on":"2026-03-20","planned_end":"2026-03-29"}],"hypothesis":"A warm greeting\nsells \u201cmore\u201d.","inference":null,"key":"banner","metrics":[{"margin":null,"metric":"purchase_rate","role":"primary"},{"margin":0.1,"metric":"spam","role":"guardrail"}],"minimal_interesting_lift":null,"name":"Banner \u00b7 \u0110\u00e0 N\u1eb5ng","owner":"","planned_end":"2026-04-12","planned_users":null,"sample":false,"starts_on":"2026-03-02","status":"ended","time_zone":"Asia/Ho_Chi_Minh","variants":["control","warm","cold"]}}','Linh Đặng','2026-11-26T10:00:22.648202+00:00');
INSERT INTO "documents" VALUES('mapping','0f3a',1,'{"schema":1,"value":{"columns":{"user_id":"Kh\u00e1ch h\u00e0ng"},"shape":"users"}}','Linh Đặng','2026-11-26T10:00:22.690879+00:00');
INSERT INTO "documents" VALUES('unveiling','banner',1,'{"schema":1,"value":{"experiment":"banner","reason":"Budget day"}}','Linh Đặng','2026-11-26T10:00:22.700078+00:00');
INSERT INTO "documents" VALUES('session','VCY7dvWYJU-PfgAQsVLvLQ',12,'{"schema":1,"value":{"anonymous":false,"closed_at":"2026-11-26T10:00:23.659155+00:00","experiments":["banner"],"facilitator":"","joined":0,"key":"VCY7dvWYJU-PfgAQsVLvLQ","phase":"closed","phase_began_at":"2026-11-26T10:00:23.659155+00:00","started_at":"2026-11-26T10:00:22.722787+00:00","timer_ends_at":null,"title":"Th\u00e1ng ba","topic":"w2gHPXt1xE8yIj3Aze3kdw"}}','Linh Đặng','2026-11-26T10:00:23.670008+00:00');
INSERT INTO "documents" VALUES('forecast','VCY7dvWYJU-PfgAQsVLvLQ/2d7f816e0e4ea4e799554389bac89f6e2af7dfea',1,'{"salt":"254680b951df4ea410526dd0033e790a","schema":1,"value":{"chance":0.7,"declined":false,"experiment":"banner","high":0.06,"low":-0.01,"person":""}}','Linh Đặng','2026-11-26T10:00:22.820287+00:00');
INSERT INTO "documents" VALUES('snapshot','VCY7dvWYJU-PfgAQsVLvLQ/banner',1,'{"schema":1,"value":{"figures":{},"fingerprint":"0f3a","policy":{},"schema":1,"verdict":{"kind":"ship"}}}','Linh Đặng','2026-11-26T10:00:22.918365+00:00');
INSERT INTO "documents" VALUES('card','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw',1,'{"salt":"32d004e63a60b78c2f143213d99e6d22","schema":1,"value":{"number":1,"prompt":"surprised","text":"Ng\u01b0\u1eddi m\u1edbi mua nhi\u1ec1u h\u01a1n","voice":""}}','Linh Đặng','2026-11-26T10:00:22.992031+00:00');
INSERT INTO "documents" VALUES('topic','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw',1,'{"salt":"480b2817fab7d5c5497acc599709aef2","schema":1,"value":{"name":"Kh\u00e1ch m\u1edbi"}}','Linh Đặng','2026-11-26T10:00:23.101996+00:00');
INSERT INTO "documents" VALUES('ballot','VCY7dvWYJU-PfgAQsVLvLQ/owner',1,'{"salt":"ac836417ca67a08c0d8aa1da103b75e5","schema":1,"value":{"votes":{"w2gHPXt1xE8yIj3Aze3kdw":1}}}','Linh Đặng','2026-11-26T10:00:23.198305+00:00');
INSERT INTO "documents" VALUES('note','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw',1,'{"salt":"7eec0f6e251db4d20052f44da5036019","schema":1,"value":{"text":"Because of the picture"}}','Linh Đặng','2026-11-26T10:00:23.276335+00:00');
INSERT INTO "documents" VALUES('decision','VCY7dvWYJU-PfgAQsVLvLQ/banner',1,'{"salt":"4406cae0f9c8b7d8a51b4b30f12be15d","schema":1,"value":{"choice":"iterate","experiment":"banner","follows":false,"person":"","reason":"The header is next","snapshot":"VCY7dvWYJU-PfgAQsVLvLQ/banner","verdict":"ship"}}','Linh Đặng','2026-11-26T10:00:23.368803+00:00');
INSERT INTO "documents" VALUES('action','B-zPPR4WqyKeyJ3SdVyayQ',1,'{"schema":1,"value":{"done_on":null,"dropped":false,"due":"2026-05-09","key":"B-zPPR4WqyKeyJ3SdVyayQ","owner":"","session":"VCY7dvWYJU-PfgAQsVLvLQ","text":"Tell sales"}}','Linh Đặng','2026-11-26T10:00:23.475685+00:00');
INSERT INTO "documents" VALUES('note','VCY7dvWYJU-PfgAQsVLvLQ/improvement',1,'{"salt":"c5fe0bf16100841cf5bb865f4d73c870","schema":1,"value":{"text":"Start on time."}}','Linh Đặng','2026-11-26T10:00:23.564786+00:00');
INSERT INTO "documents" VALUES('learning','LLLLLLLLLLLLLLLLLLLLLL',2,'{"schema":1,"value":{"archived":false,"audience":"kh\u00e1ch m\u1edbi","change":"raises","channel":"email","claim":"Ch\u00e0o \u0111\u00f3n \u1ea5m \u00e1p b\u00e1n \u0111\u01b0\u1ee3c nhi\u1ec1u h\u01a1n","experiments":["banner"],"key":"LLLLLLLLLLLLLLLLLLLLLL","lever":"warm greeting","metric":"purchase_rate"}}','Linh Đặng','2026-11-26T10:00:23.713248+00:00');
INSERT INTO "documents" VALUES('practice','PPPPPPPPPPPPPPPPPPPPPP',1,'{"schema":1,"value":{"archived":false,"key":"PPPPPPPPPPPPPPPPPPPPPP","learnings":["LLLLLLLLLLLLLLLLLLLLLL"],"text":"Warmly.\nThen say what is new.","title":"Greet people"}}','Linh Đặng','2026-11-26T10:00:23.724823+00:00');
INSERT INTO "documents" VALUES('webhook','default',1,'{"schema":1,"value":{"base":"https://liftroom.example","host":"hooks.example.com","is_on":true,"kinds":["decision_ready","health_alarm","action_overdue","session_started"],"language":"en","local":false,"seal":"96dc95e063a5c58fecf1ae12e00d11ae"}}','Linh Đặng','2026-11-26T10:00:23.742006+00:00');
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
INSERT INTO "notice_marks" VALUES('','afdf1ee3fc15424ea2d198dae69af65c');
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
INSERT INTO "notices" VALUES('afdf1ee3fc15424ea2d198dae69af65c',1,'health_alarm','banner','alarmed','2026-03-05',1772700000,1);
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
CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, key UNINDEXED, session UNINDEXED, experiment UNINDEXED, head, body, tokenize='ascii');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(0,'form','1','','','','');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(473237857014503561,'card','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw','VCY7dvWYJU-PfgAQsVLvLQ','','','nguoi moi mua nhieu hon');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(1099112388044838987,'experiment','banner','','banner','banner da nang','a warm greeting sells more control warm cold banner');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(2053056230417270437,'decision','VCY7dvWYJU-PfgAQsVLvLQ/banner','VCY7dvWYJU-PfgAQsVLvLQ','banner','','the header is next iterate banner');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(3507156883896171297,'action','B-zPPR4WqyKeyJ3SdVyayQ','VCY7dvWYJU-PfgAQsVLvLQ','','','tell sales');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(4322403011009270555,'note','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw','VCY7dvWYJU-PfgAQsVLvLQ','','','because of the picture');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(4458473574348275787,'learning','LLLLLLLLLLLLLLLLLLLLLL','','banner','chao don am ap ban duoc nhieu hon','warm greeting khach moi email purchase rate banner');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(4533192239309188011,'practice','PPPPPPPPPPPPPPPPPPPPPP','','','greet people','warmly then say what is new');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(7638308705476694025,'note','VCY7dvWYJU-PfgAQsVLvLQ/improvement','VCY7dvWYJU-PfgAQsVLvLQ','','','start on time');
INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES(7671162011297969579,'topic','VCY7dvWYJU-PfgAQsVLvLQ/w2gHPXt1xE8yIj3Aze3kdw','VCY7dvWYJU-PfgAQsVLvLQ','','','khach moi');
COMMIT;
