"""Words of Chinese, Japanese and Korean bylines: labels, roles, family names, ends of organisations' names.

General knowledge of the languages and the trade. Tables keep the letters as pages print them, since folding would not
bring simplified, traditional and Japanese forms together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

Part = Literal["author", "editor", "source", "other"]


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


def _any_of(table: str) -> str:
    """The words of a table as one alternation, longest first."""
    return "|".join(sorted(map(re.escape, table.split()), key=len, reverse=True))


# What a label before a colon, a slash or a bar says of the words behind it.
_LABELS: Final[Mapping[Part, str]] = {
    "author": """
    作者 原作者 文字 撰文 采写 採寫 采访 採訪 撰稿 撰稿人 供稿 执笔 執筆 记者 記者 通讯员 通訊員 报道 報導 編譯 编译
    图文 文图 文/图 图/文 文图片 文、图 文·图 取材・文 取材・執筆 取材 聞き手 文責 文・写真 取材・撮影 ライター 著者
    投稿者 筆者 글쓴이 취재 작성자 기자명 기자 글·사진 글/사진 글ㆍ사진 글‧사진 정리 署名 实习生
    """,
    "editor": """
    责任编辑 責任編輯 责编 責編 编辑 編輯 主编 主編 总编 總編 总编辑 值班编辑 本期编辑 执行编辑 编审 审校 校对 校對
    审核 監製 翻译 翻譯 译者 譯者 編集 編集者 構成 翻訳 편집 편집자 번역
    """,
    "source": """
    来源 來源 信息来源 消息来源 本文来源 文章来源 新闻来源 稿源 稿件来源 原载 转自 转载自 出处 出處 出典 情報元 提供
    引用元 출처 제공 来源于
    """,
    "other": """
    图片 圖片 图片来源 圖片來源 图源 摄影 攝影 摄像 视频 影片 制图 设计 设计师 题图 供图 策划 统筹 监制 剪辑 配音 出品
    写真 撮影 イラスト 写真提供 监修 監修 사진 그래픽 영상 촬영
    时间 日期 发布时间 发布日期 发表时间 发表日期 更新时间 最后更新 发稿时间 發布時間 發佈時間 更新時間 時間 发布 发表
    公開日 公開日時 更新日 更新日時 配信 配信日 配信日時 発表日 発行日 掲載日 更新 입력 등록 수정 승인 최종수정 게재일
    阅读 阅读量 浏览 浏览量 点击 点击数 评论 字号 字体 关键词 标签 分类 所属分类 栏目 频道 标题 原标题 分享 责任校对
    電話 邮箱 微信 微博 公众号
    """,
}
LABEL_OF: Final[Mapping[str, Part]] = {word: part for part, table in _LABELS.items() for word in table.split()} | {
    "文": "author", "글": "author", "著": "author", "图": "other", "圖": "other", "訳": "editor", "译": "editor",
}  # fmt: skip
_LONG_LABELS: Final = _any_of(" ".join(word for word in LABEL_OF if len(word) > 1))
_MARK: Final = r"\s{0,3}[:：／/|｜丨＝=●・]\s{0,3}"

# What a person does, before the name or behind it.
_ROLES: Final = """
记者 記者 通讯员 通訊員 特约撰稿 撰稿人 评论员 評論員 专栏作者 專欄作者 专栏作家 專欄作家 作者 实习生 實習生 特派员
主笔 主播 特派員 編集委員 論説委員 解説委員 編集長 支局長 総局長 論説主幹 기자 특파원 논설위원 선임기자 인턴기자
칼럼니스트 앵커 평론가 편집위원
"""
_RANKS: Final = """
首席 特约 特邀 特派 实习 实习生 见习 見習 高级 资深 資深 驻外 驻京 全媒体 融媒体 本报 本報 本刊 本网 本站 本台 本社
本紙 선임 수습 인턴 전문 객원 경제 정치 사회
"""
# A label of one letter stands at a word's beginning; a longer one may be glued to what goes before. Without a mark it
# opens the line or is a word of its own; a role's word then belongs to the name beside it.
_ALONE: Final = _any_of(" ".join(word for word in LABEL_OF if len(word) > 1 and word not in _ROLES.split()))
LABEL: Final = re.compile(
    rf"({_LONG_LABELS}){_MARK}|(?:(?:^|(?<=¦))\s{{0,3}}({_LONG_LABELS}|[文글图])|(?<!\S)({_ALONE}|[文图圖글]))\s+(?=\S)"
    rf"|(?<!\w)([文글著图圖訳译]){_MARK}"
)
ROLE: Final = re.compile(rf"(?:(?:{_any_of(_RANKS)})\s?)*(?:{_any_of(_ROLES)})")
TITLE: Final = re.compile(
    r"(?:院长|院長|校长|校長|所长|所長|部长|部長|主任|会长|會長|会長|董事长|总裁|總裁|总经理|教授|研究员|研究員|博士|律师|律師"
    r"|秘书长|分析师|经济学家|专家|學者|学者|作家|评论家|評論家|社長|代表|弁護士|교수|대표|원장|소장|연구원|박사)$"
)

# Who is nobody: what stands where a name should, and calls to the reader.
NOBODY: Final = _words(
    """
    未知 佚名 匿名 不详 不詳 无名氏 網友 网友 网络 網絡 网络整理 综合整理 本站 本网 本報 本报 本刊 本台 本社 本紙
    本报讯 本報訊 本网讯 本站讯 综合 綜合 整理 整合 原创 原創 转载 轉載 转发 投稿 管理员 管理員 小编 小編 编辑 編輯 编者
    作者 记者 記者 責編 责编 关注 關注 关闭 关于 分享 收藏 点赞 评论 打印 复制 复制链接 阅读 浏览 文章 文字 文化 文图
    图文 时间 发布 發佈 更新 今日 昨日 最新 最新文章 优质 暂无简介 总篇数 高级 官方 官网 首页 正文 详情 更多 登录
    注册 全部 全文 金融 安全 周末 周刊 时尚 管理 万元 石油 温馨 平台 公告 通知 新聞 新闻 個人 公式 個人ブログ 名無し
    匿名希望 スタッフ ゲスト お知らせ まとめ ブログ コラム スポーツ エンタメ 編集部 编辑部 編輯部 편집국 편집부
    취재팀 관리자 운영자 편집자 익명 무명 온라인 종합 华为 华夏 方面 方法 常务 高校 高考 万科
    """
)
# Provinces, capitals and large cities, beside names and of a name's length.
PLACES: Final = _words(
    """
    江苏 安徽 云南 宁夏 成都 武汉 苏州 郑州 沈阳 温州 徐州 杭州 金华 常德 柳州 桂林 梅州 连云港 石家庄 常州 江西 江門
    江门 康定 金門 安阳 安庆 包头 宁波 乌鲁木齐 华北 华东 华南 华中 石狮 汤山 北京 上海 天津 重庆 重慶 广州 廣州 深圳
    南京 香港 澳门 澳門 台湾 台灣 台北 新北 台中 台南 高雄 桃園 河北 山西 辽宁 吉林 黑龙江 浙江 福建 山东 河南 湖北
    湖南 广东 广西 海南 四川 贵州 陕西 甘肃 青海 西藏 新疆 内蒙古 西安 长沙 济南 青岛 大连 厦门 哈尔滨 长春 合肥 福州
    南昌 太原 昆明 贵阳 兰州 海口 华盛顿 纽约 纽約 伦敦 巴黎 莫斯科 柏林 东京 東京 大阪 京都 首尔 新加坡 日内瓦
    ソウル ニューヨーク ワシントン ロンドン パリ モスクワ ベルリン ジュネーブ 서울 부산 대구 인천 광주 대전 울산 세종
    수원 제주 전국 강원 전주 청주 천안 창원 안양 안산 고양 성남 도쿄 베이징 워싱턴
    """
)

# News organisations whose names end as nothing else would show.
ORGANISATIONS: Final = _words(
    """
    网易 網易 新浪 搜狐 腾讯 騰訊 凤凰 澎湃 虎嗅 36氪 央视 央視 界面 财新 知乎 微博 今日头条 一点资讯 企鹅号 百家号
    大鱼号 参考消息 南方周末 第一财经 量子位 机器之心 钛媒体 路透 法新 彭博 美联 韩联社 朝中社 德国之声 美国之音
    香港01 端傳媒 明報 聯合報 自由時報 中國時報 中央社 中新社 中新网 中国新闻网 新华社 新華社 新华网 人民网 環球網
    环球网 观察者网 法广 塔斯社 ロイター ブルームバーグ 時事 共同 時事通信 共同通信 NHK 朝日新聞デジタル 産経ニュース
    テレ朝 日テレ 연합뉴스 뉴시스 뉴스1 한겨레 경향신문 한국일보 조선일보 중앙일보 동아일보 매일경제 한국경제 로이터
    블룸버그 아시아경제
    """
)
# Ends of organisations' names; a name of people of this length does not end so.
ORGANISATION_END: Final = re.compile(
    r"(?:(?:日刊|週刊|月刊|季刊).{2,}|.{1,}(?:网|網|报|報)"
    r"|.{2,}(?:社|站|台|局|厅|廳|院|委|会|會|团|團|厂|店|所|办|馆|馆|館|号|號|处|處|界|组|組|党|频道|頻道|杂志|雜誌|観光)"
    r"|.{1,}(?:编辑部|編輯部|編集部|新闻部|部门|采编部|支部|総局|支局|公司|集团|集團|中心|中央|电视|電視|广播|廣播|新闻|新聞|资讯|資訊|财经|財經"
    r"|科技|体育|娱乐|观察|觀察|媒体|媒體|传媒|傳媒|通讯|通訊|通信|在线|在線|線上|客户端|工作室|银行|大学|大學|学院|學院|協会|协会|周刊|週刊|日刊"
    r"|政府|発表|综合|之家|视频|直播|出版|放送|テレビ|オンライン|ニュース|デジタル|ラジオ|タイムズ|取材班|事務局|新報|時報"
    r"|신문|일보|뉴스|방송|통신|경제|미디어|타임즈|타임스|닷컴|편집부|취재팀|편집국|저널|매거진)"
    r"|.{3,}(?:팀|부|국))$"
)
REPORT_END: Final = re.compile(r"(?:报道|報道|報導|电|電|讯|訊|摄|攝|图|撮影|摄影)$")  # 台北報導, 北京电, 王小明摄

# Family names of one letter, simplified and traditional, without those that common words begin with.
CHINESE_FAMILIES: Final = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧"
    "蕭田董袁潘于蒋蔣蔡余杜"
    "叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鐘鍾谭譚陆陸汪范範金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛闫閻阎"
    "段雷侯龙龍史陶黎贺賀顾顧"
    "毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔汤湯常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷"
    "詹申欧歐耿关關兰蘭焦俞左柳"
    "甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢季裴霍涂塗成苗谷盛曲翁冉骆駱蓝藍游辛靳柴蒙鲍鮑华華喻祁蒲房滕屈饶饒"
    "牟艾尤阳陽穆卓古吉缪繆"
    "简簡项項连連芦蘆麦麥褚娄婁窦竇戚岑景宫宮费費卜冷晏席卫衛柏宗瞿桂佟应應臧闵閔苟邬鄔边邊卞姬仇栾欒隋刁"
    "沙荣榮巫寇桑郎甄丛叢仲虞"
    "敖巩鞏佘池查麻苑迟遲邝鄺谈談匡鞠惠荆荊冀郁胥班储儲栗燕楚鄢谌諶奚皮粟冼蔺藺楼樓厉厲伊仝郜阚闞屠廉禹漆"
    "狄晋晉扈晁芮阙闕鹿薄邸"
    "雍辜裘亓邰赫况況茹亢嵇湛戎茅尉冶檀昝禤朴"
)
COMPOUND_FAMILIES: Final = _words(
    """
    欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 尉迟 令狐 皇甫 慕容 宇文 长孙 長孫 夏侯 公孙 公孫 独孤 端木
    南宫 闻人
    """
)
# Letters that end a Japanese family name of two or three: 山本, 佐藤, 長谷川.
JAPANESE_ENDS: Final = frozenset(
    "田中村木本川口井野原山崎﨑島嶋藤林谷沢澤橋上下尾岡部森浦津水石池内倉坂宮松竹杉柳桜柴塚塩浜濱畑畠屋瀬"
    "戸根見間丸条城辺邊渡舟葉場"
    "越保菊江羽巻堀関嵐暮形垣賀須栖笠納野々峰峯脇堂槻鍋樋月瀧滝島橘神崎河合嵩置留津河地取畔"
)
JAPANESE_SINGLES: Final = frozenset("林森原堀関岡東西南北星谷畑榊宮辻菅菊乾角桂柳堤泉島嶋橘滝瀧奥湊峰峯轟")
KOREAN_FAMILIES: Final = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현"
    "함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국은편용"
)
# Letters that only simplified Chinese has: who is spelt with one is not Japanese.
SIMPLIFIED: Final = frozenset(
    "们这对时发经动进种说过东车马鸟鱼见长门问间闻电业为专丰书买亚产亲亿仅从众优传伤伦伟兰关兴养军农冯决况"
    "净减凤击创别剧务劳势"
    "区华协单卖卢卫厂厅历厉压县参双变叶号叹吓吕吗听启吴员响园围图圆圣场坏块坚坛坟坠处备头夹夺奋奖妇妈孙学"
    "宁实宠审宪宫宽宾寻导寿将"
    "尔尘尝层属岁岛岗师帅帐带帮广庄庆库应庙废开异弃张弹归当录忆忧怀态总恋恼悦悬惊惧惨惯愿戏战户扑执扩扫扬"
    "扰抚报担拟拥择挂挥损换据"
    "数斗斩断旧显晓暂术权条杨极构枪柜标树样桥检楼榄横欢欧残毁毕气汇汉沟泪泽洁浅浆测济浏浑浓涌涛润涨渊渔湾"
    "湿满滚灭灯灵灾炉炼烂烛烟烦"
    "热爱爷牵状犹独狮猎猫玛环现玺琼电画疗疯盐监盖盘矿码础确离种积称稳穷竞笔签简粮紧纠红纤约级纪纯纱纲纳纵"
    "纷纸纹纺线练组细织终绍经结绕"
    "绘给络绝统继绩绪续维绿缓编缘缩缴网罗罚职联聪肃肤肿胁胜脑脏脚脱舰艺节芦苍苏苹范荣药莱莲获萝营萧蓝虑虽"
    "蚁补衬袭装见观规视览觉订认"
    "讨让训议记讲许论设访证评识诉诊词译试诗诚话询该详语误说请诸诺读课谁调谅谈谋谢谣谦谭谱贝负贡财责败货质"
    "贩贪贫购贯贴贵贷费贺贾资赋赏赖"
    "赛赞赵赶践转轮软轻载较辅辆辈辑输边达迁过运还这进远违连迟适选递邓邮邹郑酱释钟钢钱铁银铜销锁锋错锦键镇"
    "镜长门闪闭问闲间闷闹闻阅队阳阴"
    "阵阶际陆陈险隐难顶项顺须顾顿预领频颜题风飞饭饮馆马驱驶驻骂骑骗鱼鲁鲜鸟鸡鸣黄齐龙"
)
